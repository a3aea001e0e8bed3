import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { integrityOf, pack, uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { verdaccioStorage } from '../verdaccio/storage.ts';
import { behindTls, companyProxy, HOST } from './proxy.ts';
import { type Outcome, pantry } from './run.ts';

const SAFE = `https://${HOST}`;
const OPEN = `http://${HOST}`;

const safe = await server({ publicUrl: SAFE });
const open = await server({ publicUrl: OPEN });
const portOf = ({ origin }: { readonly origin: string }): number => Number(new URL(origin).port);
const signedUp = async (registry: typeof safe) =>
  user({ ...registry, fetch: async (at, init) => fetch(registry.origin + at, init) });
const [alice, bob] = [await signedUp(safe), await signedUp(open)];

const front = await behindTls(portOf(safe));

/** A folder with a tarball that goes in two parts. */
function project(files: Readonly<Record<string, string>> = {}) {
  const [dir, name] = [folder(), uniqueName()];
  const tarball = pack({ name, version: '1.0.0' }, { data: randomBytes(9 << 20) });
  writeFileSync(path.join(dir, 'p.tgz'), tarball);
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(dir, file), content);
  return { dir, name, integrity: integrityOf(tarball) };
}

type Env = Readonly<Record<string, string>>;

const atSafe = async (dir: string, args: readonly string[], env: Env): Promise<Outcome> =>
  pantry(dir, args, {
    PANTRY_REGISTRY: SAFE,
    PANTRY_TOKEN: alice.token,
    NODE_EXTRA_CA_CERTS: front.certificate,
    ...env,
  });

const atOpen = async (dir: string, args: readonly string[], env: Env): Promise<Outcome> =>
  pantry(dir, args, { PANTRY_REGISTRY: OPEN, PANTRY_TOKEN: bob.token, ...env });

describe('behind a proxy', () => {
  test('everything for a registry on https goes through a tunnel, of which the proxy sees the host alone', async () => {
    const proxy = await companyProxy(front.port, 'me:s p@ce');
    const { dir, name, integrity } = project();
    const url = proxy.url.replace('://', '://me:s%20p%40ce@');
    const { code, stdout, stderr } = await atSafe(dir, ['publish', 'p.tgz'], { HTTPS_PROXY: url });
    expect([code, stdout]).toEqual([0, `+ ${name}@1.0.0\n`]);
    expect(stderr).toContain('It can be installed');
    expect((await alice.get(`/${name}/1.0.0`)).body.dist.integrity).toBe(integrity);
    expect([...new Set(proxy.seen)]).toEqual(['CONNECT npm.company.test:443']);
    // Two parts, what was asked before and after, and the tarball that can be installed.
    expect(proxy.seen.length).toBeGreaterThan(6);
    expect(JSON.stringify(proxy.headers)).not.toContain(alice.token);
  });

  test('everything for a registry on http is asked of the proxy, which keeps its password to itself', async () => {
    const proxy = await companyProxy(portOf(open), 'me:secret');
    const { dir, name, integrity } = project();
    const url = proxy.url.replace('://', '://me:secret@');
    const { code, stdout } = await atOpen(dir, ['publish', 'p.tgz'], { http_proxy: url });
    expect([code, stdout]).toEqual([0, `+ ${name}@1.0.0\n`]);
    expect((await bob.get(`/${name}/1.0.0`)).body.dist.integrity).toBe(integrity);
    const parts = proxy.seen.filter((line) => line.startsWith(`PUT ${OPEN}/`));
    expect(parts.length).toBeGreaterThan(1);
    expect(new Set(proxy.headers.map(({ host }) => host))).toEqual(new Set(['npm.company.test']));
  });

  test('other commands find their way too: whoami, doctor, mirror', async () => {
    const proxy = await companyProxy(front.port);
    const env = { HTTPS_PROXY: proxy.url };
    const { dir, name, integrity } = project();
    expect((await atSafe(dir, ['publish', 'p.tgz', '--no-wait'], env)).code).toBe(0);
    expect((await atSafe(dir, ['whoami'], env)).stdout).toContain(alice.name);
    expect((await atSafe(dir, ['doctor'], env)).stdout).toContain(`${SAFE} answers in`);
    const packages = { [`node_modules/${name}`]: { version: '1.0.0', integrity } };
    const lockfile = JSON.stringify({ lockfileVersion: 3, packages });
    writeFileSync(path.join(dir, 'package-lock.json'), lockfile);
    const mirrored = await atSafe(dir, ['mirror', '--registry', SAFE, 'package-lock.json'], env);
    expect([mirrored.code, mirrored.stdout]).toEqual([0, expect.stringContaining('1 version')]);
  });

  test('a registry that packages are imported from is reached through it as well', async () => {
    const proxy = await companyProxy(front.port);
    const { dir, name, integrity } = project();
    expect((await atSafe(dir, ['publish', 'p.tgz'], { HTTPS_PROXY: proxy.url })).code).toBe(0);
    const here = await server();
    const admin = await user(here);
    const args = ['import', 'registry', SAFE, name, '--registry', here.url];
    const { code, stdout } = await pantry(dir, args, {
      PANTRY_TOKEN: admin.token,
      NODE_EXTRA_CA_CERTS: front.certificate,
      HTTPS_PROXY: proxy.url,
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining('imported 1 version')]);
    expect((await admin.get(`/${name}/1.0.0`)).body.dist.integrity).toBe(integrity);
  });

  test.each([
    ['https-proxy', atSafe, () => front.port],
    ['proxy', atSafe, () => front.port],
    ['proxy', atOpen, () => portOf(open)],
  ])('npm’s configuration of the user names it: %s, %#', async (setting, run, port) => {
    const proxy = await companyProxy(port());
    // What the project says of it does not hide that.
    const { dir } = project({ '.npmrc': `${setting}=http://127.0.0.1:1\n`, 'package.json': '{}' });
    const home = folder();
    writeFileSync(path.join(home, '.npmrc'), `${setting}=${proxy.url}\n`);
    const { code } = await run(dir, ['whoami'], { HOME: home });
    expect([code, proxy.seen.length > 0]).toEqual([0, true]);
  });

  test.each([
    ['proxy', atOpen, () => portOf(open)],
    ['https-proxy', atSafe, () => front.port],
    ['proxy', atSafe, () => front.port],
  ])('a project’s own .npmrc names none, to which a token could go: %s, %#', async (...parts) => {
    const [setting, run, port] = parts;
    const proxy = await companyProxy(port());
    const url = proxy.url.replace('://', '://me:${PANTRY_TOKEN}@');
    const { dir } = project({ '.npmrc': `${setting}=${url}\n`, 'package.json': '{}' });
    const { code, stderr } = await run(dir, ['whoami'], { HOME: folder() });
    expect([code, stderr]).toEqual([4, expect.stringContaining('could not be reached')]);
    expect([proxy.seen, proxy.headers]).toEqual([[], []]);
  });

  test('NO_PROXY keeps it out of the way', async () => {
    const proxy = await companyProxy(front.port);
    const env = { HTTPS_PROXY: proxy.url, NO_PROXY: 'other.test, .company.test' };
    const { code } = await atSafe(folder(), ['whoami'], env);
    expect([code, proxy.seen]).toEqual([4, []]);
  });

  test('npm’s noproxy counts before NO_PROXY, and a proxy that is false is none', async () => {
    const proxy = await companyProxy(front.port);
    const asked = ['noproxy=company.test', 'https-proxy=false'].map(async (line) => {
      // A folder of its user alone.
      const { dir } = project({ '.npmrc': `${line}\n` });
      const env = { HTTPS_PROXY: proxy.url, NO_PROXY: 'other.test' };
      return (await atSafe(dir, ['whoami'], env)).code;
    });
    expect(await Promise.all(asked)).toEqual([4, 4]);
    expect(proxy.seen).toEqual([]);
  });

  test('this machine is asked directly', async () => {
    const proxy = await companyProxy(front.port);
    const here = await server();
    const carol = await user(here);
    for (const host of ['localhost', '127.0.0.1']) {
      const url = here.url.replace('localhost', host);
      const env = { HTTP_PROXY: proxy.url, PANTRY_REGISTRY: url, PANTRY_TOKEN: carol.token };
      expect((await pantry(folder(), ['whoami'], env)).code).toBe(0);
    }
    expect(proxy.seen).toEqual([]);
  });

  test.each([
    ['https', atSafe, 'HTTPS_PROXY'],
    ['http', atOpen, 'HTTP_PROXY'],
  ])('says over %s that the proxy wants a name and password', async (_, run, variable) => {
    const proxy = await companyProxy(front.port, 'me:secret');
    const { host } = new URL(proxy.url);
    const { code, stderr } = await run(folder(), ['whoami'], {
      [variable]: proxy.url.replace('://', '://me:wrong@'),
    });
    expect([code, stderr]).toEqual([
      4,
      `pantry: npm.company.test could not be reached: the proxy ${host} (${variable}) wants a name and password: write it as http://name:password@${host}\n`,
    ]);
  });

  test('says that the proxy is not there, or none, and shows no password', async () => {
    const nowhere = await atSafe(folder(), ['whoami'], {
      HTTPS_PROXY: 'http://me:secret@127.0.0.1:1',
    });
    expect([nowhere.code, nowhere.stderr]).toEqual([
      4,
      expect.stringContaining('the proxy 127.0.0.1:1 (HTTPS_PROXY): connect ECONNREFUSED'),
    ]);
    const none = await atSafe(folder(), ['whoami'], { HTTPS_PROXY: 'socks5://me:secret@x' });
    expect(none.stderr).toContain('HTTPS_PROXY is no proxy that this command can use');
    expect(nowhere.stderr + none.stderr).not.toContain('secret');
  });

  test('says that a % in its password is none of a URL, and shows no password', async () => {
    const { code, stderr } = await atSafe(folder(), ['whoami'], {
      HTTPS_PROXY: 'http://me:100%secret@127.0.0.1:1',
    });
    expect([code, stderr]).toEqual([
      4,
      'pantry: npm.company.test could not be reached: the URL of the proxy 127.0.0.1:1 (HTTPS_PROXY) has a % in its name or password that escapes nothing: write %25 for it\n',
    ]);
  });
});

/** A proxy that nobody tells a password, and what is said of it. */
async function strictProxy() {
  const proxy = await companyProxy(portOf(open), 'me:secret');
  const sentence = `the proxy ${new URL(proxy.url).host} (HTTP_PROXY) wants a name and password`;
  return { sentence, proxy, env: { HTTP_PROXY: proxy.url, PANTRY_TOKEN: bob.token } };
}

describe('an import behind a proxy', () => {
  test('says of its source that the proxy wants a name and password', async () => {
    const asked = await strictProxy();
    const args = ['import', 'registry', OPEN, 'left-pad', '--registry', open.origin];
    const { code, stderr } = await pantry(folder(), args, asked.env);
    expect([code, stderr]).toEqual([4, expect.stringContaining(asked.sentence)]);
    expect(asked.proxy.seen).toEqual([`GET ${OPEN}/left-pad`]);
  });

  test('says so of its destination as well', async () => {
    const asked = await strictProxy();
    const storage = verdaccioStorage();
    storage.publish('left-pad', { '1.0.0': {} });
    const args = ['import', 'verdaccio', storage.root, '--registry', OPEN];
    const { code, stderr } = await pantry(folder(), args, asked.env);
    expect([code, stderr]).toEqual([4, expect.stringContaining(asked.sentence)]);
    expect(asked.proxy.seen).toEqual([`GET ${OPEN}/-/v1/imports/left-pad`]);
  });
});
