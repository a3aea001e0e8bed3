import * as v from 'valibot';

const toCount = v.pipe(
  v.string(),
  v.regex(/^\d{1,6}$/, 'must be a whole number'),
  v.transform(Number),
);

/** A count in a query: up to so many, whatever was asked for. */
export const PageSize = (
  most: number,
  otherwise: string,
): v.OptionalSchema<v.GenericSchema<string, number>, string> =>
  v.optional(
    v.pipe(
      toCount,
      v.transform((count) => Math.min(count, most)),
    ),
    otherwise,
  );
