import * as v from 'valibot';

/** A field of a form: text, or nothing where it was left out. */
export const FIELD = v.optional(
  v.pipe(v.string('must come once'), v.maxLength(20_000, 'is too long')),
  '',
);

/** Fields of forms, all of them texts. */
export const fields = <const N extends string>(
  ...names: readonly N[]
): v.ObjectSchema<Record<N, typeof FIELD>, undefined> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are those that it is made of
  v.object(Object.fromEntries(names.map((name) => [name, FIELD])) as Record<N, typeof FIELD>);

/** What stands in the lines of a field, without those that are empty. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/[\s,]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
