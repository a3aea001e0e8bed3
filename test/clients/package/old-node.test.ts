import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { behindTls, companyProxy, HOST } from '../../cli/proxy.ts';
import { user } from '../../client.ts';
import { integrityOf, pack, uniqueName } from '../../packages.ts';
import { server } from '../../target.ts';
import { verdaccioStorage } from '../../verdaccio/storage.ts';
import { folder } from '../folder.ts';
import { installed } from '../install.ts';
import { startRegistry } from '../registry.ts';
import { type Outcome, run } from '../run.ts';
import { VERSION } from './packed.ts';

const registry = await startRegistry();
const alice = await user(registry, 'alice');

/** The oldest Node that the command promises to run on. */
const NODE_20 = installed(`node-${process.platform}-${process.arch}`, 'bin', 'node');
const isHere = existsSync(NODE_20);
if (!isHere)
  console.log(`Node 20.19 is skipped: it has no package for ${process.platform} ${process.arch}`);

const COMMAND = path.resolve('dist/pantry.mjs');

const on = async (node: string, cwd: string, ...args: readonly string[]): Promise<Outcome> =>
  run([node, COMMAND, ...args], {
    cwd,
    env: {
      PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`,
      HOME: cwd,
      TMPDIR: cwd,
      PANTRY_REGISTRY: registry.url,
      PANTRY_TOKEN: alice.token,
    },
  });

/** A folder with `p.tgz` of a new package. */
function packed() {
  const name = uniqueName();
  const cwd = folder();
  const tarball = pack({ name, version: '1.0.0' }, { 'README.md': '# Small' });
  writeFileSync(path.join(cwd, 'p.tgz'), tarball);
  return { name, cwd, tarball };
}

describe.runIf(isHere)('on Node 20.19', () => {
  test('it is that', () => {
    expect(String(spawnSync(NODE_20, ['--version']).stdout)).toBe('v20.19.0\n');
  });

  test('tells its version and what there is', async () => {
    const cwd = folder();
    expect(await on(NODE_20, cwd, '--version')).toMatchObject({ code: 0, text: `${VERSION}\n` });
    const help = await on(NODE_20, cwd, 'help');
    expect(help).toMatchObject({
      code: 0,
      text: expect.stringContaining('Usage: pantry <command>'),
    });
    const start = await on(NODE_20, cwd, 'start', '--help');
    expect(start).toMatchObject({ code: 0, text: expect.stringContaining('--public-url') });
    const completion = await on(NODE_20, cwd, 'completion', 'bash');
    expect(completion).toMatchObject({ code: 0, text: expect.stringContaining('complete -o') });
  });

  test('knows as whom it asks', async () => {
    const { code, text } = await on(NODE_20, folder(), 'whoami');
    expect([code, text]).toEqual([0, expect.stringContaining(alice.name)]);
  });

  test('publishes, and mirrors what a lockfile names', async () => {
    const { name, cwd, tarball } = packed();
    const published = await on(NODE_20, cwd, 'publish', 'p.tgz');
    expect(published).toMatchObject({ code: 0, stdout: `+ ${name}@1.0.0\n` });
    const file = `${registry.url}/${name}/-/${name}-1.0.0.tgz`;
    const lockfile = {
      lockfileVersion: 3,
      packages: {
        '': {},
        [`node_modules/${name}`]: {
          version: '1.0.0',
          resolved: file,
          integrity: integrityOf(tarball),
        },
      },
    };
    writeFileSync(path.join(cwd, 'package-lock.json'), JSON.stringify(lockfile));
    const mirrored = await on(
      NODE_20,
      cwd,
      'mirror',
      'package-lock.json',
      '--registry',
      registry.url,
    );
    expect(mirrored.text).toMatch(/^mirrored 1 version of 1 package, /);
    expect(mirrored.code).toBe(0);
  });

  test('packs a folder, after its scripts, and publishes that', async () => {
    const name = uniqueName();
    const cwd = folder();
    const scripts = { prepack: 'echo made > made.txt' };
    writeFileSync(
      path.join(cwd, 'package.json'),
      JSON.stringify({ name, version: '1.0.0', scripts, files: ['made.txt'] }),
    );
    const published = await on(NODE_20, cwd, 'publish', '--json');
    expect(JSON.parse(published.stdout)).toMatchObject({
      id: `${name}@1.0.0`,
      files: expect.arrayContaining([expect.objectContaining({ path: 'made.txt' })]),
    });
    expect((await alice.get(`/${name}`)).status).toBe(200);
  });

  test('finds its way through a proxy', async () => {
    const hidden = await server({ publicUrl: `https://${HOST}` });
    const front = await behindTls(Number(new URL(hidden.origin).port));
    const proxy = await companyProxy(front.port);
    const cwd = folder();
    const env = {
      HOME: cwd,
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: front.certificate,
      PANTRY_REGISTRY: `https://${HOST}`,
    };
    const { code, text } = await run([NODE_20, COMMAND, 'doctor'], { cwd, env });
    expect([code, text]).toEqual([0, expect.stringContaining(`https://${HOST} answers in`)]);
    expect(proxy.seen).toContain(`CONNECT ${HOST}:443`);
  });

  test('says whom a package trusts, once it trusts somebody', async () => {
    const { name, cwd } = packed();
    await on(NODE_20, cwd, 'publish', 'p.tgz');
    const said = ['--repo', 'acme/app', '--file', 'release.yml', '--allow-publish'];
    const trusting = await on(NODE_20, cwd, 'trust', 'github', name, ...said);
    expect([trusting.code, trusting.text]).toEqual([0, expect.stringContaining('acme/app')]);
    const listed = await on(NODE_20, cwd, 'trust', 'list', name);
    expect(listed).toMatchObject({ code: 0, text: expect.stringContaining('acme/app') });
  });

  test('sets a project up', async () => {
    const cwd = folder();
    writeFileSync(path.join(cwd, 'package.json'), '{"name":"app","version":"1.0.0"}');
    const said = ['--scope', '@acme', '--client', 'npm', '--yes', '--registry', registry.url];
    const { code, text } = await on(NODE_20, cwd, 'setup', ...said);
    expect([code, text]).toEqual([0, expect.stringContaining('.npmrc')]);
    expect(readFileSync(path.join(cwd, '.npmrc'), 'utf8')).toContain(
      `@acme:registry=${registry.url}`,
    );
  });

  test('asks a running registry for maintenance, as an admin', async () => {
    const cwd = folder();
    const { code, text } = await run(
      [NODE_20, COMMAND, 'cache', 'stats', '--registry', registry.url],
      {
        cwd,
        env: { PATH: '/usr/bin:/bin', HOME: cwd, PANTRY_TOKEN: registry.admin.token },
      },
    );
    expect([code, text]).toEqual([0, expect.stringContaining('0')]);
  });

  test('imports into a running registry, from a storage folder and from a registry', async () => {
    const { name, cwd } = packed();
    await on(NODE_20, cwd, 'publish', 'p.tgz');
    const storage = verdaccioStorage(folder());
    const other = uniqueName();
    storage.publish(other, { '1.0.0': {} });
    const to = await startRegistry();
    for (const [from, imported] of [
      [['verdaccio', storage.root], other],
      [['registry', registry.url, name], name],
    ] as const) {
      const { code, stdout } = await run(
        [NODE_20, COMMAND, 'import', ...from, '--registry', to.url, '--json'],
        { cwd, env: { PATH: '/usr/bin:/bin', HOME: cwd, PANTRY_TOKEN: to.admin.token } },
      );
      const { packages } = JSON.parse(stdout);
      expect([code, packages]).toMatchObject([0, [{ name: imported, imported: 1, leftOut: [] }]]);
    }
  });

  test.each([
    ['start', '--port', '0'],
    ['gc'],
    ['rebuild'],
    ['cache', 'ls'],
    ['import', 'verdaccio', '.'],
  ])('says which Node `pantry %s` needs and how to get it, and makes no data', async (...args) => {
    const cwd = folder();
    const { code, text } = await on(NODE_20, cwd, ...args, '--data', 'elsewhere');
    expect(text).toBe(
      'pantry: a registry itself needs Node 24 or later, and this is Node 20.19.0: put `npx --package node@24 --package pantry-registry` before the command\n',
    );
    expect(code).toBe(1);
    expect(existsSync(path.join(cwd, 'elsewhere'))).toBe(false);
  });
});

describe('on a Node that is older still', () => {
  test.each(['18.20.8', '20.18.3'])('%s: says which one it needs', (version) => {
    // Such a Node is not here; the check is told that this one is.
    const old = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'${version}'}})`;
    const { status, stderr } = spawnSync(process.execPath, ['--import', old, COMMAND, '--version']);
    expect(status).toBe(1);
    expect(String(stderr)).toMatch(/^pantry: Node 20\.19 or later is needed, and this is v/);
  });
});

test('the start of the command loads nothing that speaks with a network', () => {
  const told = `data:text/javascript,process.on('exit',()=>console.error(process.moduleLoadList.join()))`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', told, COMMAND, 'version']);
  expect(status).toBe(0);
  expect(String(stderr)).toContain('NativeModule fs');
  // Writing into a pipe loads `net`, whoever writes.
  for (const name of ['http', 'https', 'tls', 'crypto', 'child_process']) {
    expect(String(stderr).split(',')).not.toContain(`NativeModule ${name}`);
  }
});

test('what speaks with a registry uses nothing of JavaScript that came after Node 20', () => {
  const newer =
    /(?:Object|Map)\.groupBy|Promise\.(?:withResolvers|try)|Array\.fromAsync|RegExp\.escape|Error\.isError|Iterator\.from|\.(?:isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(/g;
  expect(readFileSync('dist/client.cjs', 'utf8').match(newer)).toBeNull();
});
