import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { escape, user } from '../client.ts';
import { pack, uniqueName } from '../packages.ts';
import { project } from './projects.ts';
import { pantry } from './run.ts';
import { inFrontOf, twoRegistries, versionAt } from './two-registries.ts';

const { own, other, alice, there, bob, npmrc, publish } = await twoRegistries();
const TOKEN = { PANTRY_TOKEN: alice.token, PANTRY_REGISTRY: own.url };

const home = (packageJson: object, { url = other.url } = {}): string =>
  project({ '.npmrc': npmrc(url), 'package.json': packageJson, 'index.js': '' });

const both = (more: object = {}): object => ({ to: ['pantry', 'npm'], ...more });
const sizes = ({ unpackedSize, integrity }: any): object => ({ unpackedSize, integrity });
const fresh = (more: object = {}) => ({ name: uniqueName(), version: '1.0.0', ...more });

describe('pantry publish to two registries', () => {
  test('sends a package to both under its plain name, tells of each, and again finds it there', async () => {
    const manifest = fresh({ pantry: { publish: both() } });
    const { name } = manifest;
    const dir = home(manifest);
    const first = await publish(dir);
    expect(first).toMatchObject({
      code: 0,
      stdout: `+ ${name}@1.0.0 at ${own.url}\n+ ${name}@1.0.0 at ${other.url}\n`,
    });
    const [here, elsewhere] = [await versionAt(alice, name), await versionAt(there, name)];
    expect(here.dist.integrity).toBe(elsewhere.dist.integrity);
    const again = await publish(dir, '--json');
    expect(again.code).toBe(0);
    const { registries } = JSON.parse(again.stdout);
    expect(registries).toMatchObject([
      { driver: 'pantry', registry: own.url, name, state: 'already there' },
      { driver: 'npm', registry: other.url, name, state: 'already there' },
    ]);
  });

  test('sends nothing anywhere where one’s own registry would refuse it, and a dry run says so', async () => {
    const manifest = fresh({ pantry: { publish: both() } });
    const { name } = manifest;
    await alice.publish({ name, version: '0.9.0' });
    const { token } = await user(own, 'carol');
    const env = { ...TOKEN, PANTRY_TOKEN: token, NODE_AUTH_TOKEN: there.token };
    for (const more of [[], ['--dry-run']]) {
      const { code, stderr } = await pantry(home(manifest), ['publish', ...more], env);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/was refused: .*owner/)]);
    }
    expect(await versionAt(there, name)).toBeUndefined();
  });

  test('goes where --to says, whatever package.json does', async () => {
    const manifest = fresh({ pantry: { publish: both() } });
    const { name } = manifest;
    const dir = home(manifest);
    expect((await publish(dir, '--to', 'npm')).stdout).toBe(`+ ${name}@1.0.0\n`);
    expect(await versionAt(alice, name)).toBeUndefined();
    expect((await publish(dir)).stdout).toBe(
      `+ ${name}@1.0.0 at ${own.url}\n${name}@1.0.0 is there already at ${other.url}, with the same content\n`,
    );
    const refused = await publish(dir, '--to', 'nmp');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('--to is pantry, npm or both with a comma between, not "nmp"');
  });

  test('publishes in the scope there where the plain name is somebody else’s, ever after', async () => {
    const scope = `@${uniqueName('scope')}`;
    const npm = { scope };
    const manifest = fresh({ bin: './index.js', pantry: { publish: both({ npm }) } });
    const { name } = manifest;
    await bob.publish({ name, version: '0.1.0' });
    const dir = home(manifest);
    const shown = await publish(dir, '--dry-run', '--json');
    expect(shown.code).toBe(0);
    // npm would take a scoped one for private.
    expect(JSON.parse(shown.stdout).registries).toMatchObject([{}, { access: 'public' }]);
    expect(JSON.parse(shown.stdout).registries[0].access).toBeUndefined();
    expect(await versionAt(alice, name)).toBeUndefined();
    const { code, stdout, stderr } = await publish(dir);
    expect(stderr).toContain(
      `it is called ${scope}/${name} there, since ${name} belongs to ${bob.name} there`,
    );
    expect([code, stdout]).toEqual([
      0,
      `+ ${name}@1.0.0 at ${own.url}\n+ ${scope}/${name}@1.0.0 at ${other.url}\n`,
    ]);
    const scoped = await versionAt(there, `${scope}/${name}`);
    expect(scoped.bin).toEqual({ [name]: 'index.js' });
    const asked = await there.get(`/-/package/${escape(`${scope}/${name}`)}/visibility`);
    expect(asked.body).toEqual({ public: true });
    const again = await publish(dir);
    expect(again.stdout).toContain(`${scope}/${name}@1.0.0 is there already at ${other.url}`);
    writeFileSync(
      path.join(dir, 'package.json'),
      JSON.stringify({ ...manifest, version: '1.0.1' }),
    );
    expect((await publish(dir)).stdout).toContain(`+ ${scope}/${name}@1.0.1 at ${other.url}`);
  });

  test('shows sizes of what is sent, and at each registry where it differs', async () => {
    const npm = { scope: `@${uniqueName('scope')}` };
    const manifest = fresh({ pantry: { publish: both({ npm }) } });
    const { name } = manifest;
    await bob.publish({ name, version: '0.1.0' });
    const dir = home(manifest);
    const shown = JSON.parse((await publish(dir, '--dry-run', '--json')).stdout);
    const alone = JSON.parse((await publish(dir, '--dry-run', '--json', '--to', 'npm')).stdout);
    const { stderr } = await publish(dir);
    const { dist: here } = await versionAt(alice, name);
    const { dist: elsewhere } = await versionAt(there, `${npm.scope}/${name}`);
    expect(elsewhere.unpackedSize).not.toBe(here.unpackedSize);
    expect(shown).toMatchObject(sizes(here));
    expect(shown.registries).toMatchObject([{}, sizes(elsewhere)]);
    expect(shown.registries[0].integrity).toBeUndefined();
    expect(alone).toMatchObject(sizes(elsewhere));
    expect(alone.files).toContainEqual({ path: 'package.json', size: elsewhere.unpackedSize });
    expect(stderr).toMatch(/\n {2}with another package\.json: 2 files, .* packed, .*, sha512-/);
  });

  test('sends nothing anywhere where a name is not to be had, and says what to do', async () => {
    const manifest = fresh({ pantry: { publish: both() } });
    const { name } = manifest;
    await bob.publish({ name, version: '0.1.0' });
    const { code, stdout, stderr } = await publish(home(manifest), '--json');
    expect(code).toBe(1);
    expect(stderr).toContain(
      `${name} is not published at ${other.url}: ${name} belongs to ${bob.name} there: name a scope of yours as "scope"`,
    );
    expect(stderr).toContain(
      `not sent: ${name}@1.0.0 to ${own.url}. Nothing was sent anywhere: mend that, or leave a registry out with --to`,
    );
    expect(JSON.parse(stdout).registries).toMatchObject([
      { driver: 'pantry', state: 'not sent' },
      { driver: 'npm', state: 'failed', error: expect.stringContaining('belongs to') },
    ]);
    expect(await versionAt(alice, name)).toBeUndefined();
  });

  test('sends nothing anywhere where nobody is logged in at one of them', async () => {
    const manifest = fresh({ pantry: { publish: both() } });
    const dir = home(manifest);
    const { code, stderr } = await pantry(dir, ['publish'], TOKEN);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `you are not logged in there: run \`npm login --registry ${other.url}/\``,
    );
    expect(await versionAt(alice, manifest.name)).toBeUndefined();
    const alone = await pantry(dir, ['publish', '--to', 'npm'], TOKEN);
    expect(alone.code).toBe(3);
    const old = await pantry(dir, ['publish'], { ...TOKEN, NODE_AUTH_TOKEN: 'old' });
    expect(old.stderr).toContain(
      `${other.url} does not take the token that npm's configuration has`,
    );
    expect(await versionAt(alice, manifest.name)).toBeUndefined();
  });

  test('shows what failed at one, leaves the other as it is, and completes it the next time', async () => {
    const front = await inFrontOf(other);
    front.refuse = ({ method }) => (method === 'PUT' ? 403 : undefined);
    const manifest = fresh({ pantry: { publish: both() } });
    const { name } = manifest;
    const dir = home(manifest, { url: front.url });
    const { code, stdout, stderr } = await publish(dir);
    expect([code, stdout]).toEqual([1, `+ ${name}@1.0.0 at ${own.url}\n`]);
    expect(stderr).toMatch(new RegExp(`${name} is not published at ${front.url}: .*not today`));
    expect(await versionAt(there, name)).toBeUndefined();
    front.refuse = () => undefined;
    const again = await publish(dir, '--json');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout).registries).toMatchObject([
      { driver: 'pantry', state: 'already there' },
      { driver: 'npm', state: 'published' },
    ]);
    expect(await versionAt(there, name)).toBeDefined();
  });

  test('shows no token and no code of one registry to the other', async () => {
    const front = await inFrontOf(other);
    const dir = home(fresh({ pantry: { publish: both() } }), { url: front.url });
    const sent = await publish(dir, '--token', alice.token, '--otp', '123456');
    expect(sent.code).toBe(0);
    const shown = new Set(front.requests.map(({ authorization }) => authorization));
    shown.delete(undefined);
    expect([...shown]).toEqual([`Bearer ${there.token}`]);
    expect(front.requests.filter(({ otp }) => otp !== undefined)).toEqual([]);
  });

  test('takes what is special there from package.json, and the command line before it', async () => {
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    const npm = { registry: other.url, tag: 'next', access: 'restricted' };
    const dir = project({
      '.npmrc': `//${new URL(other.url).host}/:_authToken=${there.token}\n`,
      'package.json': { name, version: '1.0.0', pantry: { publish: both({ npm }) } },
    });
    expect((await publish(dir)).code).toBe(0);
    const { body } = await there.get(`/${escape(name)}`);
    expect(body['dist-tags']).toMatchObject({ next: '1.0.0' });
    expect((await bob.get(`/${escape(name)}`)).status).toBe(404);
    expect((await alice.get(`/${escape(name)}`)).body['dist-tags']).toEqual({ latest: '1.0.0' });
    const shown = await publish(dir, '--tag', 'beta', '--access', 'public', '--dry-run', '--json');
    expect(JSON.parse(shown.stdout).registries).toMatchObject([
      { tag: 'beta', access: 'public' },
      { tag: 'beta', access: 'public' },
    ]);
  });

  test('is told that both are the same', async () => {
    const manifest = fresh({ pantry: { publish: both() } });
    const { code, stdout, stderr } = await publish(home(manifest, { url: own.url }));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `pantry: pantry and npm are both ${own.url}, as PANTRY_REGISTRY and "registry" in npm's configuration say: name the other one as "registry" in pantry.publish.npm of package.json\n`,
    );
  });

  test('refuses settings that it does not know before anything is packed', async () => {
    const manifest = fresh({
      scripts: { prepack: 'exit 1' },
      pantry: { publish: both({ npm: { scpoe: '@acme' } }) },
    });
    const { code, stderr } = await publish(home(manifest));
    expect(code).toBe(1);
    expect(stderr).toContain('"pantry.publish.npm.scpoe" in the package.json of');
  });

  test('publishes a file that was packed before under the name that it has there', async () => {
    const scope = `@${uniqueName('scope')}`;
    const manifest = fresh({ pantry: { publish: both({ npm: { scope } }) } });
    const { name } = manifest;
    await bob.publish({ name, version: '0.1.0' });
    const dir = home(manifest);
    writeFileSync(path.join(dir, 'p.tgz'), pack(manifest));
    expect((await publish(dir, 'p.tgz')).stdout).toBe(
      `+ ${name}@1.0.0 at ${own.url}\n+ ${scope}/${name}@1.0.0 at ${other.url}\n`,
    );
  });
});
