const QUOTE_LENGTH = 60;

/** A name out of a request for an error message: short, and without control characters. */
export const quote = (name: string): string =>
  JSON.stringify(name.length > QUOTE_LENGTH ? `${name.slice(0, QUOTE_LENGTH - 1)}…` : name);

export const inMegabytes = (bytes: number): string => `${Number((bytes / 2 ** 20).toFixed(2))} MB`;
