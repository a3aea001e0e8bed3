import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Parser } from 'tar/parse';
import { expect, test } from 'vitest';

import { RegistryError } from '#domain/errors.ts';
import type { TarballFacts } from '#domain/tarball/package-content.ts';

import {
  archive,
  entry,
  folder,
  inspect,
  longName,
  numbers,
  packageJson,
  pax,
  rawPax,
  record,
  sign,
} from './archive.ts';

/** What npm's own extraction makes of an archive: it drops the first folder. */
async function extractedByNpm(tar: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const reading: Promise<unknown>[] = [];
  const parser = new Parser({ strict: true });
  parser.on('entry', (found) => {
    const below = posix.normalize(found.path.split('/').slice(1).join('/'));
    const content = found.concat().then((bytes: Buffer) => {
      if (found.type !== 'Directory') files.set(below, bytes);
      return bytes;
    });
    reading.push(content);
  });
  const ended = new Promise((resolve, reject) => {
    parser.on('end', resolve);
    parser.on('error', reject);
  });
  parser.end(tar);
  await ended;
  await Promise.all(reading);
  return files;
}

const COMMENT = record('comment', 'made for a test') + record('mtime', '1500000000.25');
const ENTRIES = [
  rawPax(record('comment', 'of all'), 'g'),
  folder('package/'),
  packageJson(),
  pax({ path: 'package/lib/ünïcode.js', size: 5 }),
  entry('package/lib/short.js', 'ünï'),
  longName(`package/${'long/'.repeat(30)}name.js`),
  entry('package/cut', 'long'),
  rawPax(COMMENT),
  entry('package/README.md', '# text'),
  entry('package/old', 'x', { type: '\0' }),
  entry('base.js', 'x', { edit: (header) => void header.write('package/in/prefix', 345) }),
  entry('package/big', 'z'.repeat(1300)),
];

const INTERESTING = Buffer.from('\0\u00010789 =/\n.\\xgLKS5\u0080\u00ff', 'latin1');
/** Fields of a header that a change is most likely to make two readings of. */
const FIELDS = [
  0, 50, 99, 100, 108, 124, 130, 135, 136, 148, 156, 157, 257, 263, 329, 345, 475, 476,
];

/** Changes some bytes, and then signs all headers, so that no checksum gives the change away. */
function changed(random: () => number): Buffer {
  const any = (below: number): number => Math.floor(random() * below);
  const entries = ENTRIES.map((bytes) => Buffer.from(bytes));
  for (let changes = 1 + any(3); changes > 0; changes -= 1) {
    const target = entries[any(entries.length)] ?? Buffer.alloc(0);
    const field = (FIELDS[any(FIELDS.length)] ?? 0) + any(4);
    const at = random() < 0.7 ? field : any(target.length);
    target[at] = random() < 0.8 ? (INTERESTING[any(INTERESTING.length)] ?? 0) : any(256);
  }
  if (random() < 0.3) entries.splice(any(entries.length), 1);
  for (const bytes of entries) resign(bytes);
  return archive(...entries);
}

/** The first header of an entry is at its start; an extended header's file is an entry of its own. */
function resign(bytes: Buffer): void {
  sign(bytes.subarray(0, 512));
}

const outcome = (tar: Buffer): Promise<TarballFacts | RegistryError> =>
  inspect(gzipSync(tar, { level: 1 })).catch((error: unknown) => {
    if (error instanceof RegistryError) return error;
    throw error;
  });

const ROUNDS = 1500;

test('whatever is accepted is the same package to npm', async () => {
  const random = numbers(2024);
  let accepted = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const tar = changed(random);
    const facts = await outcome(tar);
    if (facts instanceof RegistryError) continue;
    accepted += 1;
    const files = await extractedByNpm(tar);
    expect(new Set(files.keys())).toEqual(facts.paths);
    const sizes = [...files.values()].map(({ length }) => length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(facts.unpackedSize);
    expect(JSON.parse(String(files.get('package.json')))).toEqual(facts.packageJson);
  }
  expect(accepted).toBeGreaterThan(ROUNDS / 10);
  expect(accepted).toBeLessThan(ROUNDS * 0.9);
});

test('the archive the changes start from is accepted', async () => {
  const tar = archive(...ENTRIES);
  const facts = await inspect(gzipSync(tar));
  expect(facts.fileCount).toBe(7);
  expect(new Set((await extractedByNpm(tar)).keys())).toEqual(facts.paths);
});
