import {
  estimate,
  noRegisters,
  register,
  type Registers,
  registersFromText,
  registersToText,
} from './estimate.ts';
import { countFrequent } from './frequent.ts';

/*
 * Addresses are known by a hash whose key lasts a day. How often each came is kept for the most frequent. How many
 * there are is exact as long as all are kept, and estimated from then on.
 */

/** Who came on a day, as far as it is kept; hashes are 64 bits as base64url. */
export interface Visitors {
  readonly seen: Readonly<Record<string, number>>;
  /** Since there have been more than are kept. */
  readonly registers?: string;
}

export const NO_VISITORS: Visitors = { seen: {} };

/** Visitors that are kept by name. */
const MOST = 128;

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
  let registers = before === undefined ? undefined : registersFromText(before);
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
      ...(registers && { registers: registersToText(registers) }),
    }),
  };
}

function registersOf(visitors: Iterable<string>): Registers {
  const registers = noRegisters();
  for (const visitor of visitors) register(registers, visitor);
  return registers;
}
