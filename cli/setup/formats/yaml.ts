import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import type { Format, Setting } from './format.ts';

/**
 * `.yarnrc.yml`, `pnpm-workspace.yaml`: the parser says where something stands, and lines are put there. Its
 * own printer would lay out the whole file anew.
 */
export const YAML: Format = { read, write, remove };

function parsed(text: string): Document.Parsed {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new Error(error.message.split('\n')[0]);
  return document;
}

function read(text: string): Json {
  const said: unknown = parsed(text).toJS() ?? {};
  if (!isJsonObject(said)) throw new Error('it is no map of keys and values');
  return said;
}

function write(text: string, { place, kind, value }: Setting): string {
  const { node, pair, rest } = find(parsed(text).contents, place);
  const more = nested(rest, kind === 'item' ? [value] : value);
  if (pair && isEmpty(node)) return below(text, pair, more);
  if (isMap(node)) return intoMap(text, node, more);
  if (isSeq(node)) return intoList(text, node, value);
  if (!pair) return behind(text, stringify(more));
  return isScalar(node) ? replaced(text, node, inline(value)) : text;
}

function remove(text: string, { place, kind, value }: Setting): string {
  const document = parsed(text);
  const list = document.getIn(place, true);
  if (kind === 'item' && isSeq(list) && list.items.length > 1) {
    const index = list.items.findIndex((item) => isScalar(item) && item.value === value);
    document.deleteIn([...place, index]);
  } else {
    document.deleteIn(place);
    // What held nothing else goes with it.
    for (let keys = place.slice(0, -1); keys.length > 0; keys = keys.slice(0, -1)) {
      const around = document.getIn(keys, true);
      if (isMap(around) && around.items.length === 0) document.deleteIn(keys);
    }
  }
  return document.toString({ lineWidth: 0 });
}

interface Found {
  readonly node: Node | null;
  /** The key that the node is the value of. */
  readonly pair: Pair<unknown, Node | null> | undefined;
  /** The keys that are not there. */
  readonly rest: readonly string[];
}

function find(contents: Node | null, place: readonly string[]): Found {
  let found: Found = { node: contents, pair: undefined, rest: place };
  for (;;) {
    const { node, rest } = found;
    const [key, ...others] = rest;
    const pairs = isMap<unknown, Node | null>(node) ? node.items : [];
    const pair = pairs.find((one) => isScalar(one.key) && one.key.value === key);
    if (!pair || key === undefined) return found;
    found = { node: pair.value, pair, rest: others };
  }
}

const nested = (keys: readonly string[], value: unknown): unknown =>
  keys.reduceRight((inner, key) => ({ [key]: inner }), value);

/** JSON is YAML too, in one line. */
const inline = (value: unknown): string => JSON.stringify(value);

const isEmpty = (node: Node | null): boolean =>
  node === null || (isScalar(node) && node.value === null);

function intoMap(text: string, map: YAMLMap, more: unknown): string {
  if (map.flow === true) return intoBrackets(text, map, inline(more).slice(1, -1));
  const [start, end] = spanOf(map);
  return inserted(text, endOfLine(text, end), indented(stringify(more), columnOf(text, start)));
}

function intoList(text: string, list: YAMLSeq, item: unknown): string {
  if (list.flow === true) return intoBrackets(text, list, inline(item));
  const [start, end] = spanOf(list);
  return inserted(text, endOfLine(text, end), indented(stringify([item]), columnOf(text, start)));
}

/** Before what closes a map or a list in one line. */
function intoBrackets(text: string, node: Node, more: string): string {
  const [start, end] = spanOf(node);
  const inside = text.slice(start + 1, end - 1).trimEnd();
  const before = inside === '' ? '' : inside.endsWith(',') ? ' ' : ', ';
  const at = start + 1 + inside.length;
  return text.slice(0, at) + before + more + text.slice(at);
}

function below(text: string, { key }: Pair, value: unknown): string {
  const [start, end] = isScalar(key) ? spanOf(key) : [0, 0];
  const column = columnOf(text, start) + 2;
  return inserted(text, endOfLine(text, end), indented(stringify(value), column));
}

function replaced(text: string, node: Node, value: string): string {
  const [start, end] = spanOf(node);
  return text.slice(0, start) + value + text.slice(end);
}

function behind(text: string, more: string): string {
  if (text === '' || text.endsWith('\n')) return text + more;
  return `${text}\n${more.trimEnd()}`;
}

/** Lines below the one that ends there. */
const inserted = (text: string, at: number, lines: string): string =>
  `${text.slice(0, at)}\n${lines}${text.slice(at)}`;

const spanOf = ({ range }: Node): readonly [number, number] => [range?.[0] ?? 0, range?.[1] ?? 0];

/** A text of several lines ends behind its last line break. */
function endOfLine(text: string, offset: number): number {
  const from = text[offset - 1] === '\n' ? offset - 1 : offset;
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

const columnOf = (text: string, offset: number): number =>
  offset - (text.lastIndexOf('\n', offset - 1) + 1);

const indented = (text: string, column: number): string =>
  text.trimEnd().replaceAll(/^/gm, ' '.repeat(column));
