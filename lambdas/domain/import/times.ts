type Time = string | undefined;

/** No time of an import lies in the future: what has none, or such a one, is of now. */
export const pastTime = (time: Time, now: string): string =>
  time === undefined || Date.parse(time) > Date.parse(now) ? now : new Date(time).toISOString();

const sorted = (times: readonly Time[]): readonly string[] =>
  times.filter((time) => time !== undefined).toSorted();

/** When the package came to be: not after its first version. */
export const createdAt = (claimed: Time, published: readonly string[], now: string): string =>
  sorted([...published, pastTime(claimed, now)])[0] ?? now;

/** When it changed last: not before its last version, nor before what was done here. */
export const modifiedAt = (claimed: Time, others: readonly Time[], now: string): string =>
  sorted([...others, claimed === undefined ? undefined : pastTime(claimed, now)]).at(-1) ?? now;
