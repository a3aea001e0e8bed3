import type { Json } from '#domain/manifest.ts';

import type { Format, Setting } from './format.ts';

/** `.npmrc`, and pnpm's `rc`: lines of `key=value`, the last of which counts, and `key[]=item`. */
export const NPMRC: Format = { read, write };

interface Line {
  readonly at: number;
  readonly key: string;
  readonly value: string;
}

function read(text: string): Json {
  const said: Record<string, unknown> = {};
  for (const { key, value } of linesOf(text)) {
    const list = LIST.exec(key)?.[1];
    if (list === undefined) said[key] = value;
    else {
      const items: unknown = said[list];
      said[list] = Array.isArray(items) ? [...items, value] : [value];
    }
  }
  return said;
}

const LIST = /^(.+)\[\]$/;

function write(text: string, { place: [key], kind, value }: Setting): string {
  const lines = text.split('\n');
  if (typeof value !== 'string') return text;
  const line = kind === 'item' ? `${key}[]=${value}` : `${key}=${value}`;
  const known = kind === 'value' ? linesOf(text).findLast((one) => one.key === key) : undefined;
  if (known) return lines.with(known.at, line).join('\n');
  const end = endOf(lines);
  return lines
    .toSpliced(end, 0, line, ...(end === lines.length && text === '' ? [''] : []))
    .join('\n');
}

/** Where a new line belongs: behind all others, before the first section. */
function endOf(lines: readonly string[]): number {
  const section = lines.findIndex((line) => SECTION.test(line));
  if (section !== -1) return section;
  return lines.at(-1) === '' ? lines.length - 1 : lines.length;
}

/** What stands in a section is no setting. */
const SECTION = /^\s*\[[^\]]*\]\s*$/;

function linesOf(text: string): readonly Line[] {
  const lines = text.split('\n');
  const section = lines.findIndex((line) => SECTION.test(line));
  const top = section === -1 ? lines : lines.slice(0, section);
  return top.flatMap((line, at) => {
    const [, key = '', value = ''] = /^\s*([^;#=\s][^=]*?)\s*(?:=\s*(.*?)\s*)?$/.exec(line) ?? [];
    return key === '' ? [] : [{ at, key: unquoted(key), value: unquoted(value) }];
  });
}

function unquoted(text: string): string {
  if (!/^(["']).*\1$/.test(text)) return text;
  return text.slice(1, -1);
}
