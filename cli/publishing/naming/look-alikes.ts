import { lookAlikeKey, type PackageName } from '#domain/package-name.ts';

const SEPARATORS = ['-', '.', '_', ''] as const;

/** More are not asked for: four places for a separator. */
const MOST = 64;

/**
 * Names that a hasty reader takes for this one and that a registry may therefore refuse it for: the same words,
 * joined in every other way; and one word as if it were two.
 */
export function spellings(name: PackageName): readonly string[] {
  const [first = '', ...words] = name.split(/[-._]+/);
  const found = words.length === 0 ? halves(first) : joined(first, words);
  return found.filter((other) => other !== name && /^[a-z\d]/.test(other));
}

const halves = (word: string): readonly string[] =>
  Array.from({ length: Math.min(word.length - 1, MOST) }, (_, at) =>
    [word.slice(0, at + 1), word.slice(at + 1)].join('-'),
  );

function joined(first: string, words: readonly string[]): readonly string[] {
  let found = [first];
  for (const word of words) {
    const longer = found.flatMap((begun) => SEPARATORS.map((sign) => begun + sign + word));
    found = longer.length > MOST ? found.map((begun) => `${begun}-${word}`) : longer;
  }
  return found;
}

/** Of names that a search has found, those that look like this one. */
export const alike = (name: PackageName, others: readonly string[]): readonly string[] =>
  others.filter((other) => other !== name && lookAlikeKey(other) === lookAlikeKey(name));
