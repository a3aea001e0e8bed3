/*
 * Addresses are known by a hash whose key lasts a day. How often each came is kept for so many of them as are
 * frequent (the summary of Misra and Gries): an address that came n times of N is known with at least
 * n - N / (MOST + 1). How many there are is exact as long as all are known, and estimated from then on
 * (HyperLogLog, 2,048 registers: 2.3 % of error at one standard deviation).
 */

/** Who came on a day, as far as it is kept; hashes are 64 bits as base64url. */
export interface Visitors {
  readonly seen: Readonly<Record<string, number>>;
  /** Since there have been more than are kept. */
  readonly registers?: Uint8Array;
}

export const NO_VISITORS: Visitors = { seen: {} };

/** Visitors that are kept by name. */
const MOST = 128;
const INDEX_BITS = 11;
const REGISTERS = 2 ** INDEX_BITS;

/** The same, to be added to. */
export interface VisitorCounter {
  /** How often somebody came before, at least. */
  seen: (visitor: string) => number;
  add: (visitor: string, times: number) => void;
  /** Adds them, and tells how many are within the limit; 0: all. */
  admit: (visitor: string, times: number, limit: number) => number;
  /** How many there are, about. */
  distinct: () => number;
  state: () => Visitors;
}

export function countVisitors({ seen, registers: before }: Visitors): VisitorCounter {
  const counts = new Map(Object.entries(seen));
  let registers = before && Uint8Array.from(before);
  const seenBefore = (visitor: string): number => counts.get(visitor) ?? 0;
  const add = (visitor: string, times: number): void => {
    if (!counts.has(visitor) && counts.size === MOST) {
      registers ??= registersOf(counts.keys());
      crowd(counts, visitor, times);
    } else counts.set(visitor, seenBefore(visitor) + times);
    if (registers) register(registers, visitor);
  };
  return {
    seen: seenBefore,
    add,
    admit(visitor, times, limit) {
      const left = limit === 0 ? times : Math.max(0, limit - seenBefore(visitor));
      add(visitor, times);
      return Math.min(times, left);
    },
    distinct: () => (registers ? estimate(registers) : counts.size),
    state: () => ({ seen: Object.fromEntries(counts), ...(registers && { registers }) }),
  };
}

/** Everybody makes room, so that who came seldom goes first. */
function crowd(counts: Map<string, number>, visitor: string, times: number): void {
  const least = Math.min(times, ...counts.values());
  for (const [each, count] of counts) {
    if (count === least) counts.delete(each);
    else counts.set(each, count - least);
  }
  if (times > least) counts.set(visitor, times - least);
}

function registersOf(visitors: Iterable<string>): Uint8Array<ArrayBuffer> {
  const registers = new Uint8Array(REGISTERS);
  for (const visitor of visitors) register(registers, visitor);
  return registers;
}

/** A register holds the longest run of zeros that a hash began with, and one. */
function register(registers: Uint8Array, visitor: string): void {
  const hash = Buffer.from(visitor, 'base64url');
  const high = hash.readUInt32BE(0);
  const rest = (high << INDEX_BITS) >>> 0;
  const rank =
    rest === 0 ? 33 - INDEX_BITS + Math.clz32(hash.readUInt32BE(4)) : 1 + Math.clz32(rest);
  const index = high >>> (32 - INDEX_BITS);
  registers[index] = Math.max(registers[index] ?? 0, rank);
}

function estimate(registers: Uint8Array): number {
  let sum = 0;
  let empty = 0;
  for (const rank of registers) {
    sum += 2 ** -rank;
    if (rank === 0) empty += 1;
  }
  const raw = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum;
  const few = raw <= 2.5 * REGISTERS && empty > 0;
  return Math.round(few ? REGISTERS * Math.log(REGISTERS / empty) : raw);
}
