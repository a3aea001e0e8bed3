import type { Visibility } from '#domain/package.ts';
import { HIGHEST_STANDING, LOWEST_STANDING } from '#domain/search/standing.ts';

/**
 * Where a package stands among all, as an integer: the lower, the earlier it is found. Public and
 * private packages have ranges of their own, so that a search for the public cannot come upon others.
 */
export type Rank = number;

/** Ranks from `from` up to, but without, `to`. */
export interface RankRange {
  readonly from: Rank;
  readonly to: Rank;
}

/** Ranks within one doubling of the score. A coarse step is about two hours of the four years' half-life. */
const COARSE_STEPS = 2 ** 14;
const FINE_STEPS = 2 ** 12;
const UNIT = COARSE_STEPS * FINE_STEPS;

const RANGE = 2 ** 33;

export const RANKS: Readonly<Record<Visibility, RankRange>> = {
  public: { from: 0, to: RANGE },
  private: { from: RANGE, to: 2 * RANGE },
};

/**
 * Ranks to try for a package, best first. Packages of equal standing are told apart by their name's
 * hash, in a space that widens with every try: a thousand packages of one moment find room at once.
 */
export function* ranksFor(
  name: string,
  standing: number,
  visibility: Visibility,
): Generator<Rank, never> {
  const lowest = Math.min(Math.max(standing, LOWEST_STANDING), HIGHEST_STANDING);
  const coarse = Math.floor((HIGHEST_STANDING - lowest) * COARSE_STEPS) * FINE_STEPS;
  for (let attempt = 0; ; attempt += 1) {
    const space = Math.min(FINE_STEPS * 2 ** attempt, UNIT);
    yield RANKS[visibility].from + coarse + (hash(`${name} ${attempt}`) % space);
  }
}

/** What a match worth `gain` adds to a rank: packages of all ranks compare by the sum. */
export const lead = (gain: number): number => gain * UNIT;

/** The standing that a rank stands for, or, with a match's {@link lead}, that and its gain. */
export const standingAt = (rank: Rank): number => HIGHEST_STANDING - rank / UNIT;

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index += 1) {
    // oxlint-disable-next-line no-bitwise -- a hash is made of bits
    value = Math.imul(value ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  // oxlint-disable-next-line no-bitwise -- unsigned
  return value >>> 0;
}
