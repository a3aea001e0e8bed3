import { lookAlikeKey, type PackageName } from '#domain/package-name.ts';

const SEPARATORS = ['-', '.', '_', ''] as const;

/** More are not asked for: four places for a separator. */
const MOST = 64;

/**
 * Names that a hasty reader takes for this one and that a registry may therefore refuse it for: the same words,
 * joined in every other way. Where a name is written as one word, which words it has is not known.
 */
export function spellings(name: PackageName): readonly string[] {
  const [first = '', ...words] = name.split(/[-._]+/);
  let found = [first];
  for (const word of words) {
    const longer = found.flatMap((begun) => SEPARATORS.map((sign) => begun + sign + word));
    found = longer.length > MOST ? found.map((begun) => `${begun}-${word}`) : longer;
  }
  return found.filter((other) => other !== name && /^[a-z\d]/.test(other));
}

/** Of names that a search has found, those that look like this one. */
export const alike = (name: PackageName, others: readonly string[]): readonly string[] =>
  others.filter((other) => other !== name && lookAlikeKey(other) === lookAlikeKey(name));
