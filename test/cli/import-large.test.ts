import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { verdaccioStorage } from '../verdaccio/storage.ts';
import { startLine } from './line.ts';
import { COMMAND, pantry } from './run.ts';

const MB = 2 ** 20;

test('a large tarball goes in parts, and an import that was killed sends none of them again', async () => {
  const registry = await server();
  const line = await startLine(registry.origin);
  const admin = await user(registry, 'admin');
  const storage = verdaccioStorage();
  const name = uniqueName();
  // Five parts: the fifth is sent once one of the others is there.
  storage.publish(name, { '1.0.0': { files: { large: randomBytes(39 * MB) } } });
  const home = folder();
  const args = ['import', 'verdaccio', storage.root, '--registry', line.url, '--json'];
  const env = { PANTRY_TOKEN: admin.token };

  const held = line.holdAfter(35 * MB);
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: home,
    stdio: 'ignore',
    env: { PATH: process.env['PATH'], HOME: home, ...env },
  });
  await held;
  child.kill('SIGKILL');
  await once(child, 'exit');
  line.cut(true);
  line.release();
  const uploads = path.join(home, '.pantry', 'uploads');
  expect(readdirSync(uploads)).toHaveLength(1);

  const before = line.sent();
  const again = await pantry(home, args, env);
  expect([again.code, again.stderr]).toEqual([0, '']);
  expect(JSON.parse(again.stdout).packages).toMatchObject([{ name, imported: 1, leftOut: [] }]);
  expect(line.sent() - before).toBeLessThan(33 * MB);
  expect(readdirSync(uploads)).toEqual([]);
  const { body } = await admin.get(`/${name}/-/${name}-1.0.0.tgz`);
  expect(body.length).toBeGreaterThan(39 * MB);
}, 180_000);

const large = (size: number) => ({ files: { large: randomBytes(size) } });
const tooLarge = (version: string) => [{ version, reason: expect.stringMatching(/3 MB/) }];

test('a tarball that the registry takes none of leaves its version out, and no other', async () => {
  const registry = await server({ maxTarball: '3' });
  const admin = await user(registry, 'admin');
  const storage = verdaccioStorage();
  const name = uniqueName();
  storage.publish(name, {
    '1.0.0': {},
    '1.1.0': large(4 * MB),
    '1.2.0': large(2.5 * MB),
    '1.3.0': {},
  });
  const other = uniqueName();
  storage.publish(other, { '1.0.0': large(4 * MB) });
  const args = ['import', 'verdaccio', storage.root, '--registry', registry.url, '--json'];
  const { code, stdout, stderr } = await pantry(folder(), args, { PANTRY_TOKEN: admin.token });
  expect([code, stderr]).toEqual([1, '']);
  expect(JSON.parse(stdout).packages).toMatchObject(
    [
      { name, imported: 3, leftOut: tooLarge('1.1.0') },
      { name: other, imported: 0, leftOut: tooLarge('1.0.0') },
    ].toSorted((one, another) => (one.name < another.name ? -1 : 1)),
  );
  const { body } = await admin.get(`/${name}`);
  expect(Object.keys(body.versions)).toEqual(['1.0.0', '1.2.0', '1.3.0']);
  expect((await admin.get(`/${other}`)).status).toBe(404);
}, 180_000);
