/** So many letters may be wrong, and no more than a third of them. */
const MOST = 2;

/** The one of several words that somebody who typed another probably meant; undefined where none is near. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const most = Math.min(MOST, Math.floor(typed.length / 3));
  const [best] = words
    .map((word) => ({ word, far: distance(typed, word) }))
    .toSorted((a, b) => a.far - b.far);
  return best && best.far <= most ? best.word : undefined;
}

/** How many letters have to be changed, added, left out, or swapped with the next. */
function distance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      const swapped = i > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + same,
          swapped ? at(i - 2, j - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(from.length, to.length);
}
