import { invalid, tableNotFound, unsupported } from '../errors.ts';

/** The parameters of a request, or of a part of one. */
export type Fields = Readonly<Record<string, unknown>>;

/** Parameters that ask for figures; only "none" is answered. */
const FIGURES = new Set(['ReturnConsumedCapacity', 'ReturnItemCollectionMetrics']);

/** Refuses, by name, every parameter that is not known here: none is ever ignored. */
export function readFields(given: unknown, what: string, known: ReadonlySet<string>): Fields {
  if (!isFields(given)) throw invalid(`${what} must be an object`);
  for (const name of Object.keys(given)) {
    if (known.has(name) || given[name] === undefined) continue;
    if (!FIGURES.has(name)) throw unsupported(`The parameter ${name} of ${what}`);
    if (given[name] !== 'NONE') throw unsupported(`A ${name} other than NONE`);
  }
  return given;
}

/** A part of a request that maps names of the caller's to something, such as tables to keys. */
export function readMap(given: unknown, what: string): Fields {
  if (!isFields(given)) throw invalid(`${what} must be an object`);
  return given;
}

function isFields(given: unknown): given is Fields {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

export function readList(given: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(given)) throw invalid(`${what} must be a list`);
  return given;
}

export function readText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(`${name} must be a string`);
}

/** A text that the request cannot do without. */
export function requireText(fields: Fields, name: string): string {
  const value = readText(fields, name);
  if (value !== undefined) return value;
  throw invalid(
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

export function readFlag(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalid(`${name} must be true or false`);
}

export function readCount(fields: Fields, name: string, least: number): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw invalid(
    `1 validation error detected: Value '${JSON.stringify(value)}' at '${name}' failed to satisfy constraint: Member must have value greater than or equal to ${least}`,
  );
}

/** One of a closed list of words; the first of them where the parameter is absent. */
export function readChoice<Choice extends string>(
  fields: Fields,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const value = readText(fields, name);
  if (value === undefined) return choices[0];
  const choice = choices.find((word) => word === value);
  if (choice !== undefined) return choice;
  throw invalid(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${choices.join(', ')}]`,
  );
}

/** Refuses a request to any other table than the one there is. */
export function checkTable(fields: Fields, tableName: string): void {
  if (requireText(fields, 'TableName') !== tableName) throw tableNotFound();
}
