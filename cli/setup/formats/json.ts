import {
  applyEdits,
  findNodeAtLocation,
  modify,
  type ModificationOptions,
  parse,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import type { Format, Setting } from './format.ts';

/** `deno.json`, with its comments. */
export const JSONC: Format = { read, write, remove };

function read(text: string): Json {
  if (text.trim() === '') return {};
  const errors: ParseError[] = [];
  const said: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) throw new Error(`${printParseErrorCode(error.error)} at character ${error.offset}`);
  if (!isJsonObject(said)) throw new Error('it is no object');
  return said;
}

function write(text: string, { place, kind, value }: Setting): string {
  const whole = text.trim() === '' ? '{}\n' : text;
  const tree = parseTree(whole);
  const list = tree && findNodeAtLocation(tree, [...place]);
  if (kind === 'item' && list?.type === 'array') {
    const behind = list.children?.length ?? 0;
    const options = { ...layoutOf(whole), isArrayInsertion: true };
    return applyEdits(whole, modify(whole, [...place, behind], value, options));
  }
  const wanted = kind === 'item' ? [value] : value;
  // Before all others, whose lines stay as they are.
  const options = { ...layoutOf(whole), getInsertionIndex: () => 0 };
  return applyEdits(whole, modify(whole, [...place], wanted, options));
}

function remove(text: string, { place, kind, value }: Setting): string {
  const tree = parseTree(text);
  const found = tree && findNodeAtLocation(tree, [...place]);
  if (!found) return text;
  const items = found.children ?? [];
  const index = items.findIndex((item) => item.value === value);
  const alone = kind === 'value' || items.length === 1;
  const path = alone ? [...place] : [...place, index];
  return applyEdits(text, modify(text, path, undefined, layoutOf(text)));
}

function layoutOf(text: string): ModificationOptions {
  const [, indent = '  '] = /^([ \t]+)\S/m.exec(text) ?? [];
  const insertSpaces = !indent.startsWith('\t');
  return {
    formattingOptions: { insertSpaces, tabSize: insertSpaces ? indent.length : 1, eol: '\n' },
  };
}
