import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { escape } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { verdaccioStorage } from '../verdaccio/storage.ts';
import { WAYS } from './import-ways.ts';
import type { Outcome } from './run.ts';

const json = ({ stdout }: Outcome) => JSON.parse(stdout);

/** Of an uplink. */
const fetched = (name: string, version: string) => (document: Record<string, any>) => {
  document['_uplinks'] = { up: { etag: 'x', fetched: 1 } };
  document['_distfiles'][`${name}-${version}.tgz`] = { url: 'http://up.test/', sha: 'x' };
};

describe.each(WAYS)('pantry import verdaccio $way', (way) => {
  const open = async () => way.open();
  test('brings what was published there, with dates, tags, texts and owners', async () => {
    const { import: run, reader, alice } = await open();
    const storage = verdaccioStorage();
    const [plain, scoped] = [uniqueName(), `@${uniqueName('scope')}/b`];
    storage.publish(plain, {
      '1.0.0': {
        at: '2020-02-03T04:05:06.000Z',
        manifest: { deprecated: 'too old', description: 'shown' },
      },
      '1.1.0': { files: { 'README.md': '# plain' }, manifest: { _npmUser: { name: 'alise' } } },
    });
    storage.publish(scoped, { '2.0.0': {} });
    storage.edit(scoped, (document) => {
      document['maintainers'] = [{ name: 'gone', email: 'x@example.com' }];
      document['dist-tags'].next = '2.0.0';
    });
    writeFileSync(
      path.join(storage.root, 'htpasswd'),
      `bob:$2y$10$x:autocreated\n${alice.name}:x\n`,
    );
    const owners = ['--owner', `alise=${alice.name}`, '--owner-default', alice.name];
    const { code, stdout, stderr } = await run(storage, ...owners);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(plain.padEnd(scoped.length));
    expect(stdout).toMatch(
      /imported 3 versions of 2 packages, [\d.]+ [KM]?B, 0 here before, 0 left out\n$/,
    );
    expect(stdout).toContain(`no users here: gone, who own ${scoped} there\n`);
    expect(stdout).toContain('users who have to sign up here, with a password of their own: bob\n');

    const client = await reader();
    const { body } = await client.get(`/${plain}`);
    expect(body).toMatchObject({
      'dist-tags': { latest: '1.1.0' },
      maintainers: [{ name: alice.name }],
      readme: '# plain',
      time: {
        created: '2020-01-01T00:00:00.000Z',
        modified: '2024-01-01T00:00:00.000Z',
        '1.0.0': '2020-02-03T04:05:06.000Z',
        '1.1.0': '2021-02-03T04:05:06.789Z',
      },
      versions: { '1.0.0': { deprecated: 'too old', description: 'shown' }, '1.1.0': {} },
    });
    const other = (await client.get(`/${escape(scoped)}`)).body;
    expect(other['dist-tags']).toEqual({ latest: '2.0.0', next: '2.0.0' });
    expect(other.maintainers).toMatchObject([{ name: alice.name }]);
    const tarball = await client.get(`/${plain}/-/${plain}-1.0.0.tgz`);
    expect(tarball.body.equals(readFileSync(storage.file(plain, `${plain}-1.0.0.tgz`)))).toBe(true);
  });

  test('run again it brings what is new, and nothing twice', async () => {
    const { import: run, reader } = await open();
    const storage = verdaccioStorage();
    const name = uniqueName();
    storage.publish(name, { '1.0.0': {} });
    await run(storage);
    // What no terminal is shown as it is, is the same here as there nonetheless.
    const deprecated = 'hm\u001b[1m\r';
    storage.publish(name, { '1.0.0': {}, '1.1.0': { manifest: { deprecated } } });
    expect(json(await run(storage, '--json')).packages).toMatchObject([
      { name, imported: 1, present: 1, leftOut: [], notes: [] },
    ]);
    const again = await run(storage, '--json');
    expect([again.code, json(again).packages]).toMatchObject([
      0,
      [{ name, imported: 0, present: 2, leftOut: [], notes: [] }],
    ]);
    const { body } = await (await reader()).get(`/${name}`);
    expect(body['dist-tags']).toEqual({ latest: '1.1.0' });
    expect(body['_rev']).toMatch(/^2-/);
  });

  test('what is broken is left out and told, and keeps nothing else out', async () => {
    const { import: run } = await open();
    const storage = verdaccioStorage();
    const [name, broken, linked, inside] = ['a', 'b', 'c', 'd'].map((stem) => uniqueName(stem)) as [
      string,
      string,
      string,
      string,
    ];
    const versions = ['1.0.0', '1.0.1', '1.0.2', '1.0.3'];
    storage.publish(name, Object.fromEntries(versions.map((version) => [version, {}])));
    rmSync(storage.file(name, `${name}-1.0.1.tgz`));
    truncateSync(storage.file(name, `${name}-1.0.2.tgz`), 100);
    storage.edit(name, (document) => {
      document['versions']['1.0.3'].dist.tarball = 'http://x/../../../etc/passwd';
      document['versions']['not-a-version'] = {};
      document['versions']['1.0.4'] = null;
    });
    storage.publish(broken, { '1.0.0': {} });
    writeFileSync(storage.file(broken, 'package.json'), '');
    // Links out of the storage, of a package and of a tarball.
    const elsewhere = verdaccioStorage();
    elsewhere.publish(linked, { '1.0.0': {} });
    symlinkSync(path.join(elsewhere.root, linked), path.join(storage.root, linked));
    storage.publish(inside, { '1.0.0': {} });
    elsewhere.publish(inside, { '1.0.0': {} });
    rmSync(storage.file(inside, `${inside}-1.0.0.tgz`));
    symlinkSync(
      elsewhere.file(inside, `${inside}-1.0.0.tgz`),
      storage.file(inside, `${inside}-1.0.0.tgz`),
    );
    storage.list([name, broken, linked, inside, '../outside', 'never-was']);

    const { code, stdout } = await run(storage, '--json');
    expect(code).toBe(1);
    const { packages } = JSON.parse(stdout);
    const reasons = Object.fromEntries(
      packages.flatMap((pkg: any) =>
        pkg.leftOut.map(({ version, reason }: any) => [`${pkg.name}@${version ?? ''}`, reason]),
      ),
    );
    expect(reasons).toEqual({
      [`${name}@1.0.1`]: expect.stringContaining('there is no'),
      [`${name}@1.0.2`]: expect.stringContaining('its tarball is damaged: it has 100 bytes'),
      [`${name}@1.0.3`]: expect.stringContaining(`no tarball's name`),
      [`${name}@not-a-version`]: expect.stringContaining('no semantic version'),
      [`${name}@1.0.4`]: 'its document is broken',
      [`${broken}@`]: expect.stringContaining('its package.json is broken'),
      [`${linked}@`]: 'package.json is a link that leads elsewhere',
      [`${inside}@1.0.0`]: expect.stringContaining('is a link that leads elsewhere'),
      '../outside@': 'its name is no package name',
      'never-was@': 'there is no package.json',
    });
    expect(packages.find((pkg: any) => pkg.name === name).imported).toBe(1);
  });

  test('what came of an uplink stays there, also in a package that is half its own', async () => {
    const { import: run, reader, alice } = await open();
    const storage = verdaccioStorage();
    const [cached, mixed, lost] = [uniqueName('cached'), uniqueName('mixed'), uniqueName('lost')];
    storage.publish(cached, { '1.0.0': {} });
    storage.publish(mixed, { '1.0.0': {}, '9.0.0': {} });
    storage.publish(lost, { '1.0.0': {} });
    storage.edit(cached, fetched(cached, '1.0.0'));
    storage.edit(mixed, fetched(mixed, '9.0.0'));
    // The list of own packages gets lost with some crashes.
    storage.list([mixed]);
    const { packages } = json(await run(storage, '--json'));
    expect(packages.map((pkg: any) => [pkg.name, pkg.imported])).toEqual([
      [lost, 1],
      [mixed, 1],
    ]);
    const client = await reader();
    expect((await client.get(`/${cached}`)).status).toBe(404);
    const { body } = await client.get(`/${mixed}`);
    expect([Object.keys(body.versions), body['dist-tags']]).toEqual([
      ['1.0.0'],
      { latest: '1.0.0' },
    ]);
    const own = client.with(alice.token);
    expect((await own.get(`/-/v1/imports/${mixed}`)).body.taken).toEqual([]);
  });

  test('another content under a number that is here is left out, and stays here as it is', async () => {
    const { import: run, reader } = await open();
    const name = uniqueName();
    const [first, second] = [verdaccioStorage(), verdaccioStorage()];
    first.publish(name, { '1.0.0': {} });
    second.publish(name, { '1.0.0': { files: { x: 'other' } }, '1.0.1': {} });
    await run(first);
    const { code, stdout } = await run(second);
    expect(code).toBe(1);
    expect(stdout).toContain(`left out: ${name}@1.0.0: it is here with another content`);
    const { body } = await (await reader()).get(`/${name}/-/${name}-1.0.0.tgz`);
    expect(body.equals(readFileSync(first.file(name, `${name}-1.0.0.tgz`)))).toBe(true);
  });

  test('tarballs of many megabytes come too, and private packages stay private', async () => {
    const { import: run, reader, alice } = await open();
    const storage = verdaccioStorage();
    const name = uniqueName();
    storage.publish(name, { '1.0.0': { files: { large: randomBytes(5 << 20) } }, '1.0.1': {} });
    const outcome = await run(storage, '--private', '--json');
    expect([outcome.code, json(outcome).packages[0].imported]).toEqual([0, 2]);
    const client = await reader();
    expect((await client.get(`/${name}`)).status).toBe(404);
    const own = client.with(alice.token);
    expect(Object.keys((await own.get(`/${name}`)).body.versions)).toEqual(['1.0.0', '1.0.1']);
  });
});
