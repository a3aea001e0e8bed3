import { parse } from 'smol-toml';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import type { Format, Setting } from './format.ts';

/** `bunfig.toml`, changed by whole lines: what its tables hold otherwise is not touched. */
export const TOML: Format = { read: (text) => parse(text), write };

function write(text: string, { place, kind, value }: Setting): string {
  const [key = '', ...tables] = place.toReversed();
  const table = tables.toReversed();
  const lines = text.split('\n');
  const wanted = `${quoted(key)} = ${JSON.stringify(kind === 'item' ? [value] : value)}`;
  const header = lines.findIndex((line) => isHeaderOf(line, table));
  if (header === -1) return appended(text, [`[${table.map(quoted).join('.')}]`, wanted]);
  const next = lines.findIndex((line, at) => at > header && /^\s*\[/.test(line));
  const end = next === -1 ? lines.length : next;
  const own = lines.findIndex((line, at) => at > header && at < end && keyOf(line) === key);
  if (own !== -1) {
    const line = lines[own] ?? '';
    return lines.with(own, kind === 'item' ? longer(line, value) : wanted).join('\n');
  }
  const last = lines.findLastIndex((line, at) => at >= header && at < end && line.trim() !== '');
  return lines.toSpliced(last + 1, 0, wanted).join('\n');
}

function appended(text: string, lines: readonly string[]): string {
  const block = lines.join('\n');
  if (text === '') return `${block}\n`;
  return text.endsWith('\n') ? `${text}\n${block}\n` : `${text}\n\n${block}`;
}

/** A list in one line, with an item more. */
const longer = (line: string, item: Setting['value']): string =>
  line.replace(/\s*,?\s*\](?=[^\]]*$)/, `, ${JSON.stringify(item)}]`).replace(/\[\s*,\s*/, '[');

const quoted = (key: string): string => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key));

function isHeaderOf(line: string, table: readonly string[]): boolean {
  if (!/^\s*\[[^[]/.test(line)) return false;
  return JSON.stringify(pathOf(parsed(line))) === JSON.stringify(table);
}

const keyOf = (line: string): string | undefined => {
  const [, start] = /^([^=#]+)=/.exec(line) ?? [];
  return start === undefined ? undefined : pathOf(parsed(`${start}= 0`)).join('.');
};

function parsed(line: string): Json {
  try {
    return parse(line);
  } catch {
    return {};
  }
}

/** The keys of what has one in each of its tables. */
function pathOf(value: unknown): readonly string[] {
  if (!isJsonObject(value)) return [];
  const [first] = Object.entries(value);
  return first ? [first[0], ...pathOf(first[1])] : [];
}
