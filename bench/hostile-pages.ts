// How long pages of hostile packages hold up everybody else on one machine: `node bench/hostile-pages.ts`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import { loadSettings } from '../local/config/load.ts';
import { startRegistry } from '../local/start.ts';
import { type Files, publishDocument } from '../test/packages.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'pages-'));
const running = await startRegistry(
  loadSettings({ data: folder, port: '0', log: 'none', upstream: 'none' }, {}),
  () => undefined,
);
const MEGABYTE = 1_000_000;

async function ask(where: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(running.url + where, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${where}: ${response.status} ${text}`);
  return text;
}

async function signUp(): Promise<string> {
  const user = { name: 'bench', password: 'a password of the bench', email: 'b@example.com' };
  const body = JSON.stringify(user);
  const answer = await ask('/-/user/org.couchdb.user:bench', { method: 'PUT', body });
  return (JSON.parse(answer) as { readonly token: string }).token;
}

const token = await signUp();

async function publish(name: string, version: string, files: Files, tag = 'latest'): Promise<void> {
  await ask(`/${name}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(publishDocument({ name, version }, { files, tag })),
  });
}

const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();

/** The longest time for which nobody else was answered while a page was made. */
async function measure(what: string, where: string): Promise<void> {
  await sleep(1000);
  delays.reset();
  const start = performance.now();
  const { length } = await ask(where);
  const took = performance.now() - start;
  await sleep(20);
  const numbers = `${(delays.max / 1e6).toFixed(0).padStart(6)} ms of ${took.toFixed(0).padStart(5)} ms`;
  console.log(`${what.padEnd(42)} ${numbers}, ${(length / 1000).toFixed(0)} kB`);
}

const repeated = (piece: string, characters: number): string =>
  piece.repeat(Math.floor(characters / piece.length));
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');

const READMES: Readonly<Record<string, string>> = {
  'of ordinary words, 20 KB': lines(
    400,
    (index) => `- **Word** ${index} of [a list](https://a.example)`,
  ),
  'of ordinary words, 512 KB': lines(
    10_000,
    (index) => `- **Word** ${index} of [a list](https://a.example)`,
  ),
  'of quotes': repeated('> ', MEGABYTE / 2),
  'of tags that cross': repeated('<b></i>', MEGABYTE / 2),
  'of emphasis without an end': repeated('**a', MEGABYTE / 2),
  'of brackets': repeated('[', MEGABYTE / 2),
  'of links without an end, as code': `\`\`\`md\n${lines(50, () => repeated('[a](', 4000))}\`\`\``,
  'of tables': `|a|b|\n|-|-|\n${repeated('|a|b|\n', MEGABYTE / 2)}`,
  'of markup, 512 KB': repeated('<p><a href="https://a.example/b">c</a></p>\n', MEGABYTE / 2),
};

console.log('The README of');
for (const [index, [what, text]] of Object.entries(READMES).entries()) {
  const name = `readme-${index}`;
  await publish(name, '1.0.0', {});
  // Of what is not its latest version a README is rendered by who looks at it.
  await publish(name, '1.1.0', { 'README.md': text }, 'next');
  await measure(what, `/-/web/package/${name}/v/1.1.0`);
}

const FILES: Readonly<Record<string, readonly [string, string]>> = {
  'a file that is other in each line': [
    lines(20_000, (index) => `${index}a`),
    lines(20_000, (index) => `${index * 7}b`),
  ],
  'a file of a megabyte, every other line': [
    lines(120_000, (index) => `line ${index}`),
    lines(120_000, (index) => (index % 2 ? `line ${index}` : `other ${index}`)),
  ],
  'a file of empty lines': [repeated('\n', MEGABYTE), repeated('\na', MEGABYTE)],
  'a new file of empty lines': ['', repeated('\n', MEGABYTE)],
  'code without an end': ['', lines(60, () => repeated('[a](', 4000))],
  'code of 256 KB': ['', lines(8000, (index) => `const a${index} = { b: "c" };`)],
};

const [before, after] = [0, 1].map((side) =>
  Object.fromEntries(
    Object.values(FILES).flatMap((texts, index) => {
      const text = texts[side] ?? '';
      return text === '' ? [] : [[`${index}.md`, text]];
    }),
  ),
);
await publish('files', '1.0.0', before ?? {});
await publish('files', '1.1.0', after ?? {});
await sleep(2000);
console.log('The differences of');
for (const [index, what] of Object.keys(FILES).entries()) {
  await measure(what, `/-/web/package/files/diff?from=1.0.0&to=1.1.0&path=${index}.md`);
}
const many = (line: (index: number) => string) =>
  Object.fromEntries(
    Array.from({ length: 30 }, (_, file) => [
      `${file}.js`,
      lines(12_000, (index) => line(file + index)),
    ]),
  );
await publish(
  'many',
  '1.0.0',
  many((index) => `${index}a`),
);
await publish(
  'many',
  '1.1.0',
  many((index) => `${index * 3}b`),
);
await sleep(2000);
await measure('thirty such files', '/-/web/package/many/diff?from=1.0.0&to=1.1.0');
console.log('The view of');
for (const [index, what] of Object.keys(FILES).entries()) {
  await measure(what, `/-/web/package/files/files?version=1.1.0&path=${index}.md`);
}
console.log('The list of');
const small = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`${index}.js`, '']));
await publish('small', '1.0.0', small);
await publish('large', '1.0.0', { 'a.txt': 'a'.repeat(30 * MEGABYTE), 'b.txt': '' });
await sleep(2000);
await measure('20,000 files', '/-/web/package/small/files?version=1.0.0');
await measure('a file of 30 MB', '/-/web/package/large/files?version=1.0.0');
const { rss } = process.memoryUsage();
console.log(`memory ${(rss / MEGABYTE).toFixed(0)} MB`);
const stopping = performance.now();
await running.stop();
console.log(`stopped in ${(performance.now() - stopping).toFixed(0)} ms`);
rmSync(folder, { recursive: true });
