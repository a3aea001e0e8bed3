import * as v from 'valibot';

/** Shapes of settings, each with what its owner is told: a message that begins with "must". */
export const whole = (least: number, most: number): v.GenericSchema<unknown, number> =>
  v.pipe(
    v.unknown(),
    v.number('must be a number'),
    v.integer('must be a whole number'),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  );

export const Url = v.pipe(
  v.string('must be a URL'),
  v.check(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'must be a URL such as https://npm.example.com',
  ),
  v.transform((text) => text.replace(/\/+$/, '')),
);

export const choice = <const T extends readonly string[]>(
  options: T,
): v.GenericSchema<unknown, T[number]> =>
  v.pipe(v.unknown(), v.picklist(options, `must be one of ${options.join(', ')}`));

/** Several, as a list or with commas between them; what `read` can't read is refused. */
export const list = <T>(
  what: string,
  read: (item: string) => T | undefined,
): v.GenericSchema<unknown, readonly T[]> =>
  v.pipe(
    v.unknown(),
    v.union([v.string(), v.array(v.string())], `must be ${what}`),
    v.transform((given) =>
      (typeof given === 'string' ? given.split(',') : given)
        .map((item) => item.trim())
        .filter(Boolean)
        .map(read),
    ),
    v.check((items) => !items.includes(undefined), `must be ${what}`),
    v.transform((items) => items.filter((item) => item !== undefined)),
  );

export const matching =
  (pattern: RegExp) =>
  (item: string): string | undefined =>
    pattern.test(item) ? item : undefined;
