import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { COMMAND, pantry } from '../cli/run.ts';
import { user } from '../client.ts';
import { pack } from '../packages.ts';
import { folder, server } from '../target.ts';
import { blobsIn } from './spoil.ts';

/** So many that other threads work on them. */
const PACKAGES = 80;

let data: string;
let good: string;
/** The only backup of the good place. */
let first: string;

beforeAll(async () => {
  [data, good] = [folder(), folder()];
  const registry = await server({ data });
  const alice = await user(registry, 'alice');
  for (let made = 0; made < PACKAGES; made += 1) {
    const manifest = { name: `kept-${made}`, version: '1.0.0' };
    await alice.publish(manifest, { tarball: pack(manifest, { 'n.txt': 'n'.repeat(made) }) });
  }
  await registry.stop?.();
  const { stdout } = await pantry(folder(), ['backup', good, '--data', data, '--json']);
  first = JSON.parse(stdout).backup;
});

function copy(of: string): string {
  const place = folder();
  cpSync(of, place, { recursive: true });
  return place;
}

/** As what a command names it. */
const nameOf = (file: string): string => `blobs/${file.slice(-131)}`;

const verify = async (place: string, ...more: readonly string[]) =>
  pantry(folder(), ['backup', 'verify', place, ...more]);

const mend = async (place: string, from: string, ...more: readonly string[]) =>
  pantry(folder(), ['backup', place, '--data', from, '--mend', ...more]);

/** Spoils three files of a place in three ways. */
function spoil(place: string) {
  const [changed = '', cut = '', gone = ''] = blobsIn(place);
  writeFileSync(changed, 'other bytes');
  writeFileSync(cut, readFileSync(cut).subarray(1));
  rmSync(gone);
  return { damaged: [changed, cut], gone };
}

describe('a place with damaged and missing files', { timeout: 120_000 }, () => {
  test('is read by verify, which names each of them and what to do', async () => {
    const place = copy(good);
    const { damaged, gone } = spoil(place);
    const { code, stdout } = await verify(place);
    expect(code).toBe(1);
    for (const file of damaged) expect(stdout).toContain(`${nameOf(file)} is damaged\n`);
    expect(stdout).toContain(`${nameOf(gone)} is missing\n`);
    expect(stdout).toContain('; 3 missing or damaged\n');
    expect(
      stdout.match(/^a file of kept-\d+@1\.0\.0 is missing or damaged in the backup$/gm),
    ).toHaveLength(3);
    expect(stdout).toContain(`\`pantry backup ${place} --mend\` copies anew`);
    const { spoilt, lost } = JSON.parse((await verify(place, '--json')).stdout);
    expect(lost).toHaveLength(3);
    expect(new Set(spoilt)).toEqual(
      new Set([
        ...damaged.map((file) => ({ file: nameOf(file), state: 'damaged' })),
        { file: nameOf(gone), state: 'missing' },
      ]),
    );
    expect((await verify(good)).stdout).toMatch(/; 0 missing or damaged\n$/);
  });

  test('is whole again after --mend, for the backups before as well', async () => {
    const place = copy(good);
    const { damaged } = spoil(place);
    const plain = await pantry(folder(), ['backup', place, '--data', data, '--json']);
    expect(JSON.parse(plain.stdout)).toMatchObject({ copied: 1, mended: 0, lost: [] });
    expect(readFileSync(damaged[0] ?? '', 'utf8')).toBe('other bytes');
    const mended = await mend(place, data);
    expect([mended.code, mended.stdout]).toEqual([
      0,
      expect.stringContaining('; mended: 2 files\n'),
    ]);
    expect((await verify(place)).code).toBe(0);
    expect((await verify(place, '--backup', first)).code).toBe(0);
    expect(blobsIn(place).map((file) => readFileSync(file, 'hex'))).toEqual(
      blobsIn(good).map((file) => readFileSync(file, 'hex')),
    );
    const again = JSON.parse((await mend(place, data, '--json')).stdout);
    expect(again).toMatchObject({ blobs: PACKAGES, copied: 0, mended: 0, lost: [] });
    expect(readdirSync(path.join(place, 'incoming'))).toEqual([]);
  });

  test('is mended where a file can’t be read; a folder that is in its place stays beside it', async () => {
    const place = copy(good);
    const { damaged } = spoil(place);
    const folderInPlace = blobsIn(place).at(-1) ?? '';
    rmSync(folderInPlace);
    mkdirSync(folderInPlace);
    writeFileSync(path.join(folderInPlace, 'a file'), 'of somebody');
    const told = await verify(place);
    expect([told.code, told.stderr]).toEqual([1, '']);
    expect(told.stdout).toContain(`${nameOf(folderInPlace)} is damaged\n`);
    const mended = JSON.parse((await mend(place, data, '--json')).stdout);
    expect(mended).toMatchObject({ mended: damaged.length + 1, copied: 1, lost: [] });
    expect((await verify(place)).code).toBe(0);
    expect(readdirSync(`${folderInPlace}.folder`)).toEqual(['a file']);
    expect(readdirSync(path.join(place, 'incoming'))).toEqual([]);
  });

  test('keeps what the registry can’t give, which is named', async () => {
    const [place, spoilt] = [copy(good), copy(data)];
    const { damaged } = spoil(place);
    const [changed = '', cut = ''] = damaged;
    rmSync(path.join(spoilt, nameOf(changed)));
    writeFileSync(path.join(spoilt, nameOf(cut)), 'not these either');
    const before = damaged.map((file) => readFileSync(file, 'hex'));
    const { code, stdout } = await mend(place, spoilt);
    expect(code).toBe(1);
    expect(stdout).toContain('; mended: 0 files\n');
    expect(
      stdout.match(
        /^a file of kept-\d+@1\.0\.0 is missing or damaged in the registry and in the backup: publish it again$/gm,
      ),
    ).toHaveLength(2);
    expect(damaged.map((file) => readFileSync(file, 'hex'))).toEqual(before);
    expect((await verify(place)).code).toBe(1);
    expect((await mend(place, data)).code).toBe(0);
    expect((await verify(place)).code).toBe(0);
  });

  test('of which a list is damaged has a whole backup after --mend, not that one', async () => {
    const place = copy(good);
    writeFileSync(path.join(place, 'backups', first, 'items-00001.jsonl.zst'), 'cut');
    expect((await verify(place)).stderr).toMatch(/items-00001.jsonl.zst is damaged/);
    expect((await mend(place, data)).code).toBe(0);
    expect((await verify(place)).code).toBe(0);
    expect((await verify(place, '--backup', first)).stderr).toMatch(/is damaged: choose another/);
  });

  test('is not mended by verify, which is not told of a registry', async () => {
    const { code, stderr } = await verify(good, '--mend');
    expect([code, stderr]).toEqual([2, expect.stringContaining(`pantry backup ${good} --mend`)]);
  });
});

const restore = async (place: string, command = COMMAND) => {
  const into = path.join(folder(), 'data');
  const args = ['restore', place, '--data', into, '--upstream', 'none', '--verify'];
  return { into, ...(await pantry(folder(), args, {}, { command })) };
};

describe('many files, on other threads', { timeout: 120_000 }, () => {
  test.each(['bin/pantry.ts', 'dist/pantry.mjs'])('are restored by %s', async (command) => {
    const { into, code, stderr } = await restore(good, path.resolve(command));
    expect([code, stderr]).toEqual([0, '']);
    expect(blobsIn(into)).toHaveLength(PACKAGES);
  });

  test('are restored without those that are damaged or missing, whose versions are named', async () => {
    const place = copy(good);
    const { damaged, gone } = spoil(place);
    const { into, code, stdout } = await restore(place);
    expect(code).toBe(1);
    expect(
      stdout.match(
        /^a file of kept-\d+@1\.0\.0 is missing or damaged in the backup: publish it again$/gm,
      ),
    ).toHaveLength(3);
    for (const file of [...damaged, gone]) {
      expect(existsSync(path.join(into, nameOf(file)))).toBe(false);
    }
    expect(blobsIn(into)).toHaveLength(PACKAGES - 3);
    for (const file of blobsIn(into)) {
      expect(readFileSync(file).equals(readFileSync(path.join(good, nameOf(file))))).toBe(true);
    }
  });

  test('that can’t be read end it, with the path', async () => {
    const place = copy(good);
    const shard = path.dirname(blobsIn(place)[0] ?? '');
    rmSync(shard, { recursive: true });
    writeFileSync(shard, 'no folder');
    for (const { code, stdout, stderr } of [await restore(place), await verify(place)]) {
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^pantry: there is a file where a folder belongs, .+\n$/);
      expect(stderr).toContain(shard);
    }
  });
});
