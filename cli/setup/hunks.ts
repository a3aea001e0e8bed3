/** Lines that stand in the place of others. */
export interface Hunk {
  /** Where they stand, counted in the text after the change. */
  readonly at: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What differs between two texts, in order. Small changes are found where they are; the rest is right too. */
export function hunksOf(before: string, after: string): readonly Hunk[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const hunks: Hunk[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [a, b] = meeting(old, now, i, j);
    hunks.push({ at: j, removed: old.slice(i, i + a), added: now.slice(j, j + b) });
    i += a;
    j += b;
  }
  return hunks;
}

/** The fewest lines to leave out on each side until both go on alike. */
function meeting(
  old: readonly string[],
  now: readonly string[],
  i: number,
  j: number,
): readonly [number, number] {
  const [restOld, restNow] = [old.length - i, now.length - j];
  for (let total = 1; total < Math.min(restOld + restNow, FAR); total += 1) {
    for (let a = Math.max(0, total - restNow); a <= Math.min(total, restOld); a += 1) {
      const b = total - a;
      const ended = a === restOld && b === restNow;
      if (ended || (a < restOld && b < restNow && old[i + a] === now[j + b])) return [a, b];
    }
  }
  return [restOld, restNow];
}

/** Lines; what is changed here is a handful. */
const FAR = 400;

/** A change as people read it, with a line around it. `hide` says what stands for a line. */
export function shownHunks(
  before: string,
  after: string,
  hide: (line: string) => string,
): readonly string[] {
  const now = after.split('\n');
  return hunksOf(before, after).flatMap(({ at, removed, added }) => {
    const [above, below] = [now[at - 1], now[at + added.length]];
    return [
      ...(above === undefined ? [] : [`  ${hide(above)}`]),
      ...removed.map((line) => `- ${hide(line)}`),
      ...added.map((line) => `+ ${hide(line)}`),
      ...(below === undefined || below === '' ? [] : [`  ${hide(below)}`]),
    ];
  });
}
