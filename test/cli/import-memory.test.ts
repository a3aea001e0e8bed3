import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { user } from '../client.ts';
import { folder, server } from '../target.ts';
import { pantry } from './run.ts';

const PACKAGES = 80;
const VERSIONS = 1000;
/** Megabytes of JavaScript's heap: all that is told here would have twice of it. */
const HEAP = 48;

/** A storage of which there is much to tell, and nothing to bring. */
function storageOfBrokenVersions(): string {
  const root = folder();
  writeFileSync(path.join(root, '.verdaccio-db.json'), '{"list":[]}');
  for (let index = 0; index < PACKAGES; index += 1) {
    const name = `broken-${String(index).padStart(3, '0')}`;
    const numbers = Array.from({ length: VERSIONS }, (_, at) => `${'x'.repeat(500)}-${at}`);
    const versions = Object.fromEntries(
      numbers.map((number) => [number, { dist: { tarball: `http://x/${name}.tgz` } }]),
    );
    const attachments = { [`${name}.tgz`]: {} };
    mkdirSync(path.join(root, name));
    writeFileSync(
      path.join(root, name, 'package.json'),
      JSON.stringify({ name, versions, _attachments: attachments }),
    );
  }
  return root;
}

test('what an import tells of many packages is not held in memory', async () => {
  const registry = await server();
  const admin = await user(registry, 'admin');
  const env = { PANTRY_TOKEN: admin.token, NODE_OPTIONS: `--max-old-space-size=${HEAP}` };
  const root = storageOfBrokenVersions();
  const run = async (...more: readonly string[]) =>
    pantry(folder(), ['import', 'verdaccio', root, '--registry', registry.url, ...more], env);

  const { code, stdout, stderr } = await run();
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout.match(/^left out: /gm)).toHaveLength(PACKAGES * VERSIONS);
  expect(stdout).toMatch(/^broken-059 /m);
  expect(stdout).not.toMatch(/^broken-060 /m);
  expect(stdout).toContain('… and 20 packages more: --json names them all\n');
  expect(stdout).toMatch(/0 here before, 80000 left out\n$/);

  const asJson = await run('--json');
  expect([asJson.code, asJson.stderr]).toEqual([1, '']);
  const { packages, ...rest } = JSON.parse(asJson.stdout);
  expect(packages.map((each: any) => each.leftOut.length)).toEqual(Array(PACKAGES).fill(VERSIONS));
  expect(packages.map((each: any) => each.name)).toEqual(
    packages.map((each: any) => each.name).toSorted(),
  );
  expect(rest).toEqual({ asked: PACKAGES, strangers: [], stopped: false });
}, 120_000);
