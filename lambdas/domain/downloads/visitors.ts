import { countFrequent } from './frequent.ts';

/*
 * Addresses are known by a hash whose key lasts a day. How often each came is kept for the most frequent. How many
 * there are is exact as long as all are kept, and estimated from then on (HyperLogLog, 2,048 registers: 2.3 % of
 * error at one standard deviation).
 */

/** Who came on a day, as far as it is kept; hashes are 64 bits as base64url. */
export interface Visitors {
  readonly seen: Readonly<Record<string, number>>;
  /** Since there have been more than are kept: base64url, since backups know no bytes. */
  readonly registers?: string;
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
  let registers =
    before === undefined ? undefined : Uint8Array.from(Buffer.from(before, 'base64url'));
  const frequent = countFrequent(seen, MOST, (kept) => {
    registers ??= registersOf(kept);
  });
  const add = (visitor: string, times: number): void => {
    frequent.add(visitor, times);
    if (registers) register(registers, visitor);
  };
  return {
    seen: frequent.count,
    add,
    admit(visitor, times, limit) {
      const left = limit === 0 ? times : Math.max(0, limit - frequent.count(visitor));
      add(visitor, times);
      return Math.min(times, left);
    },
    distinct: () => (registers ? estimate(registers) : frequent.size()),
    state: () => ({
      seen: frequent.state(),
      ...(registers && { registers: Buffer.from(registers).toString('base64url') }),
    }),
  };
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
