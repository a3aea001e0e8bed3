import { isJsonObject } from '#domain/manifest.ts';

/** The name of a person as documents write one: an object, or `name <address>`. */
export function nameOf(person: unknown): string | undefined {
  const name = isJsonObject(person) ? person['name'] : person;
  const [bare] = typeof name === 'string' ? name.split(/[<(]/, 1) : [];
  return bare?.trim() || undefined;
}

export const namesOf = (people: unknown): readonly string[] =>
  Array.isArray(people)
    ? [...new Set(people.map(nameOf).filter((name) => name !== undefined))]
    : [];
