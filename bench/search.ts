// What the search index takes, in a file and as an object of S3: `node bench/search.ts [packages]`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { headObject } from '#store/aws/s3.ts';
import { openSearchReader, withSearchIndex } from '#store/aws/search-artifact.ts';
import type { SearchQuery } from '#store/search-index.ts';
import { type EmbeddedSearchIndex, openSearchIndex } from '#store/search/search-index.ts';

import { startObjectServer } from '../test/store/aws/object-server.ts';
import { type Corpus, corpusOf, randomFrom } from '../test/store/search/corpus.ts';

const MEMORY = '--memory';
const random = randomFrom(2);

/** What somebody searches, each with its part of all searches in percent. */
function kindsOf({
  documents,
  word: any,
}: Corpus): Readonly<Record<string, [number, () => string]>> {
  const word = () => any(random);
  const name = () => documents[Math.floor(random() * documents.length)]?.name ?? '';
  return {
    'one word': [30, word],
    'two words': [22, () => `${word()} ${word()}`],
    'three words': [5, () => `${word()} ${word()} ${word()}`],
    'as one types': [20, () => beginning(name())],
    'exact name': [10, name],
    scope: [3, () => `@${word()}/`],
    keyword: [4, () => `keywords:${word()},-${word()}`],
    maintainer: [2, () => `maintainer:user${Math.floor(20_000 * random() ** 3)}`],
    typo: [3, () => withSlip(name())],
    'nothing to find': [1, () => `qx${word()}zq`],
  };
}

/** The worst there is, each with its own line. */
const WORST = [
  'react',
  'plugin',
  'a',
  're',
  'react plugin',
  'react plugin node api cli webpack vue typescript',
  'a b c d e f g h',
  'not:deprecated',
  '',
];

const beginning = (text: string): string => text.slice(0, 1 + Math.floor(random() * text.length));

function withSlip(text: string): string {
  const at = Math.floor(random() * text.length);
  return `${text.slice(0, at)}${text[at + 1] ?? ''}${text[at] ?? ''}${text.slice(at + 2)}`;
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

interface Cost {
  readonly wall: readonly number[];
  /** Milliseconds of processor, per piece of work. */
  readonly cpu: number;
}

async function costOf(count: number, work: (turn: number) => Promise<unknown>): Promise<Cost> {
  const wall: number[] = [];
  const before = process.cpuUsage();
  for (let turn = 0; turn < count; turn += 1) {
    const start = performance.now();
    await work(turn);
    wall.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1000 / count };
}

function report(label: string, { wall, cpu }: Cost): void {
  const sorted = wall.toSorted((a, b) => a - b);
  const at = (part: number) => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(2);
  console.log(
    `${label.padEnd(50)} CPU ${cpu.toFixed(2)}  p50 ${at(0.5)}  p99 ${at(0.99)}  max ${at(1)} ms`,
  );
}

async function build(file: string, { documents }: Corpus): Promise<void> {
  const index = openSearchIndex({ file });
  const pages = Math.ceil(documents.length / 500);
  const { wall, cpu } = await costOf(pages, async (page) => {
    const some = documents.slice(page * 500, (page + 1) * 500);
    await Promise.all(some.map((document) => index.save(document)));
  });
  const seconds = wall.reduce((sum, one) => sum + one, 0) / 1000;
  console.log(`built in ${seconds.toFixed(1)} s, ${((cpu * pages) / 1000).toFixed(1)} s of CPU`);
  index.close();
  console.log(`file ${megabytes(statSync(file).size)}`);
}

const asked = (text: string, size = 20): SearchQuery => ({ text, from: 0, size, sees: 'public' });

const far = (from: number): SearchQuery => ({ ...asked('react', 250), from });

const memory = (): string => megabytes(process.memoryUsage().rss);

/** In a process of its own, without the corpus. */
async function measureMemory(file: string): Promise<void> {
  const { word } = corpusOf(0);
  console.log(`memory: ${memory()} before`);
  const start = performance.now();
  const index = openSearchIndex({ file });
  console.log(`opened in ${(performance.now() - start).toFixed(1)} ms`);
  await index.search(asked('react'));
  console.log(`memory: ${memory()} after the first search`);
  await costOf(3000, () => index.search(asked(`${word(random)} ${word(random)}`)));
  await costOf(3000, () => index.search(asked(word(random))));
  console.log(`memory: ${memory()} after 6,000 searches`);
  index.close();
}

/** A write drops all answers that are kept: every search after it is made. */
async function forgetAnswers(index: EmbeddedSearchIndex, { documents }: Corpus): Promise<void> {
  const [first] = documents;
  if (first) await index.save(first);
}

async function searchMix(index: EmbeddedSearchIndex, corpus: Corpus): Promise<void> {
  let mean = 0;
  for (const [kind, [part, make]] of Object.entries(kindsOf(corpus))) {
    await forgetAnswers(index, corpus);
    const texts = Array.from({ length: 1000 }, make);
    const cost = await costOf(texts.length, (turn) => index.search(asked(texts[turn] ?? '')));
    report(`${kind} (${part} %)`, cost);
    mean += (cost.cpu * part) / 100;
  }
  console.log(`${'all of these'.padEnd(50)} CPU ${mean.toFixed(2)} ms`);
}

async function searchWorst(index: EmbeddedSearchIndex): Promise<void> {
  for (const text of WORST) {
    report(`"${text}"`, await costOf(100, (turn) => index.search(asked(text, turn))));
  }
  report('"react", 250 from 9,500 on', await costOf(20, (turn) => index.search(far(9_500 + turn))));
  report('"react", always the same', await costOf(1000, () => index.search(asked('react'))));
}

async function save(index: EmbeddedSearchIndex, { documents }: Corpus): Promise<void> {
  const cost = await costOf(3000, async (turn) => {
    const document = documents[Math.floor(random() * documents.length)];
    if (!document) return;
    const publishedAt = new Date(Date.parse(document.publishedAt) + 1e9 * random()).toISOString();
    await index.save({ ...document, rev: 2 + turn, publishedAt });
  });
  report('save', cost);
}

/** Over a loopback: S3 adds the time that the bytes take. */
async function asObject(corpus: Corpus): Promise<void> {
  const server = await startObjectServer();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: server.url,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  const place = { bucket: 'documents', key: 'search/index.sqlite' };
  const { documents } = corpus;
  const change = async (count: number, rev: number) =>
    withSearchIndex(async (index) => {
      for (const document of documents.slice(0, count)) {
        await index.save({ ...document, rev, publishedAt: new Date().toISOString() });
      }
    }, place);
  report('object: all packages', await costOf(1, async () => change(documents.length, 2)));
  const { 'content-length': size } = (await headObject(place)) ?? {};
  console.log(`object ${megabytes(Number(size))}`);
  for (const count of [1, 64, 1000]) {
    report(`object: ${count} changed`, await costOf(10, async (turn) => change(count, turn + 3)));
  }
  const text = 'react';
  report(
    'object: first search of a process',
    await costOf(10, () => openSearchReader(place).search(asked(text))),
  );
  server.stop();
}

async function main(packages: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'search-'));
  const file = join(folder, 'search.db');
  const corpus = corpusOf(packages);
  await build(file, corpus);
  const child = [import.meta.filename, MEMORY, file];
  execFileSync(process.execPath, child, { stdio: 'inherit' });
  const index = openSearchIndex({ file });
  console.log(`${index.size()} packages`);
  await searchMix(index, corpus);
  await searchWorst(index);
  await save(index, corpus);
  index.close();
  rmSync(folder, { recursive: true });
  await asObject(corpus);
}

const [, , first = '50000', second = ''] = process.argv;
await (first === MEMORY ? measureMemory(second) : main(Number(first)));
