/** A stream of choices that a seed repeats. */
export interface Random {
  /** 0 up to, not including, `end`. */
  below(end: number): number;
  /** True once in so many times. */
  oneIn(times: number): boolean;
  pick<Choice>(choices: readonly Choice[]): Choice;
  /** So many things, `from` to `to` of them. */
  some<Thing>(from: number, to: number, make: () => Thing): Thing[];
}

/** Mulberry32: short, and good enough to choose test cases. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const below = (end: number): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  };
  return {
    below,
    oneIn: (times) => below(times) === 0,
    pick: <Choice>(choices: readonly Choice[]) => choices[below(choices.length)] as Choice,
    some: (from, to, make) => Array.from({ length: from + below(to - from + 1) }, make),
  };
}
