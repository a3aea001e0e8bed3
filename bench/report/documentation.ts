import { readFile, writeFile } from 'node:fs/promises';

const DOCUMENT = new URL('../../docs/benchmarks.md', import.meta.url);
const START = '<!-- figures: written by npm run bench -->';
const END = '<!-- end of the figures -->';

/** Puts the newest figures between the markers of docs/benchmarks.md. */
export async function writeDocumentation(figures: string): Promise<void> {
  const text = await readFile(DOCUMENT, 'utf8');
  const [before, after] = [text.indexOf(START), text.indexOf(END)];
  if (before === -1 || after < before) throw new Error('docs/benchmarks.md has lost its markers');
  const kept = [text.slice(0, before + START.length), text.slice(after)];
  await writeFile(DOCUMENT, kept.join(`\n\n${figures}\n\n`));
}
