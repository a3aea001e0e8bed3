import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';

import { openSearchIndex } from '#store/search/search-index.ts';

import { corpusOf } from './corpus.ts';
import { documentOf, filled, namesFor, openEmbedded } from './documents.ts';

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'search-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'search.db');
}

/** A closed file with some hundred packages and a cursor. */
async function filledFile(): Promise<string> {
  const file = newFile();
  const index = openSearchIndex({ file });
  await Promise.all(corpusOf(300).documents.map((document) => index.save(document)));
  index.setCursor('so far');
  index.close();
  return file;
}

/** Overwrites what is read only when something is found. */
function damageDocuments(file: string): void {
  const database = new DatabaseSync(file);
  const pages = database
    .prepare(`SELECT pageno FROM dbstat WHERE name = 'package' AND pagetype = 'leaf'`)
    .all();
  database.close();
  const content = readFileSync(file);
  for (const { pageno } of pages)
    content.fill(0x5a, (Number(pageno) - 1) * 4096, Number(pageno) * 4096);
  writeFileSync(file, content);
}

test('everything is there after it was closed and opened again', async () => {
  const file = newFile();
  const index = openSearchIndex({ file });
  expect(index.opened).toBe('created');
  expect(index.cursor()).toBeUndefined();
  await index.save(documentOf({ name: 'kept' }));
  index.setCursor('one');
  index.setCursor('two');
  index.close();

  const again = openEmbedded({ file });
  expect(again.opened).toBe('found');
  expect(again.cursor()).toBe('two');
  expect(await namesFor(again, 'kept')).toEqual(['kept']);
});

test('what still waits when it is closed or a cursor is set is written before', async () => {
  const file = newFile();
  const index = openSearchIndex({ file });
  const first = index.save(documentOf({ name: 'first' }));
  index.setCursor('after the first');
  expect(index.size()).toBe(1);
  const second = index.save(documentOf({ name: 'second' }));
  index.close();
  await Promise.all([first, second]);
  expect(openEmbedded({ file }).size()).toBe(2);
});

test('acknowledged changes survive the end of a process that closes nothing', async () => {
  const file = newFile();
  const index = await filled(openEmbedded({ file }), ['kept']);
  index.setCursor('so far');
  const copy = newFile();
  copyFileSync(file, copy);
  copyFileSync(`${file}-wal`, `${copy}-wal`);
  const again = openEmbedded({ file: copy });
  expect(again.cursor()).toBe('so far');
  expect(await namesFor(again, 'kept')).toEqual(['kept']);
});

test.for([
  ['no database at all', () => Buffer.from('hello'.repeat(1000))],
  ['cut off', (content: Buffer) => content.subarray(0, 5000)],
  ['overwritten from the second page on', (content: Buffer) => content.fill(0xa5, 4096)],
  ['overwritten in the middle', (content: Buffer) => content.fill(0x5a, 20_000, 200_000)],
] as const)('a file that is %s is replaced by an empty index', async ([, damage]) => {
  const file = await filledFile();
  writeFileSync(file, damage(readFileSync(file)));
  const damages: unknown[] = [];
  const index = openEmbedded({ file, onDamage: (error) => damages.push(error) });
  await index.search({ text: 'react', from: 0, size: 250, sees: 'everything' });
  await index.save(documentOf({ name: 'anew' }));
  expect(index.opened === 'replaced' || damages.length === 1).toBe(true);
  expect(index.cursor()).toBeUndefined();
  expect(index.size()).toBe(1);
  expect(await namesFor(index, 'anew')).toEqual(['anew']);
});

test('after damage in use no cursor is kept, so that the next start builds the index again', async () => {
  const file = await filledFile();
  damageDocuments(file);
  const damages: unknown[] = [];
  const index = openSearchIndex({ file, onDamage: (error) => damages.push(error) });
  const late = index.save(documentOf({ name: 'react' }));
  index.setCursor('further');
  await late;
  await index.search({ text: '', from: 0, size: 250, sees: 'everything' });
  index.setCursor('even further');
  expect(damages).toHaveLength(1);
  expect(index.cursor()).toBeUndefined();
  index.close();
  expect(openEmbedded({ file }).cursor()).toBeUndefined();
});

test('a file of another make is replaced', async () => {
  const file = await filledFile();
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 1');
  database.close();
  const index = openEmbedded({ file });
  expect(index.opened).toBe('replaced');
  expect(index.cursor()).toBeUndefined();
  expect(index.size()).toBe(0);
});

test("somebody else's database is refused and left alone", () => {
  const file = newFile();
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE treasure (gold)');
  database.close();
  expect(() => openSearchIndex({ file })).toThrow('a database of something else');
  expect(existsSync(file)).toBe(true);
});

test('a closed index refuses to save', async () => {
  const index = openSearchIndex({ file: ':memory:' });
  index.close();
  await expect(index.save(documentOf({ name: 'late' }))).rejects.toThrow('database is not open');
});
