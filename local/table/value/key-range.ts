import { compareText } from './compare.ts';

/** The end of a range of sort keys. */
export interface Bound {
  readonly key: string;
  readonly isIncluded: boolean;
}

/** Which keys a query asks for: one partition, and a range of sort keys in it. */
export interface KeyRange {
  readonly partition: string;
  readonly from?: Bound;
  readonly to?: Bound;
}

export function included(key: string): Bound {
  return { key, isIncluded: true };
}

export function excluded(key: string): Bound {
  return { key, isIncluded: false };
}

/** The range of the sort keys that begin with the prefix. */
export function prefixRange(prefix: string): Pick<KeyRange, 'from' | 'to'> {
  const end = prefixEnd(prefix);
  return { from: included(prefix), ...(end === undefined ? {} : { to: excluded(end) }) };
}

/** The least string above everything that begins with the prefix; there is none above U+10FFFF. */
function prefixEnd(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === 0x10_ffff) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  const next = last === 0xd7ff ? 0xe000 : last + 1;
  return String.fromCodePoint(...points, next);
}

/** Whether a sort key lies in the range. */
export function isInRange({ from, to }: KeyRange, key: string): boolean {
  return (
    (from === undefined || isPast(compareText(key, from.key), from)) &&
    (to === undefined || isPast(compareText(to.key, key), to))
  );
}

function isPast(order: number, bound: Bound): boolean {
  return bound.isIncluded ? order >= 0 : order > 0;
}
