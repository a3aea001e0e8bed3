import { parseArgs } from 'node:util';

import { type Call, type Command, type Option, type Options, optionsOf } from './command.ts';
import { UsageError } from './failure.ts';
import { nearest } from './nearest.ts';

/** What every command understands. */
export const COMMON = {
  json: { type: 'boolean', about: 'Write one JSON document to the standard output' },
  help: { type: 'boolean', short: 'h', about: 'Show this' },
} as const satisfies Options;

/** A command, or what has nothing behind it. */
type Taking = Pick<Command, 'arguments' | 'options'>;

interface Parsed extends Pick<Call, 'values' | 'args'> {
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads what stands behind a command as its definition says. */
export async function parse(
  words: string,
  command: Taking,
  args: readonly string[],
): Promise<Parsed> {
  const options: Options = { ...COMMON, ...(await optionsOf(command)) };
  const { values, positionals } = read(args, options);
  const given: Readonly<Record<string, unknown>> = values;
  const [json, help] = [given['json'] === true, given['help'] === true];
  if (!help) {
    for (const [name, option] of Object.entries(options)) {
      checkEmpty(name, option, given[name]);
      checkChoice(`--${name}`, option, given[name]);
    }
    checkArguments(words, command, positionals);
  }
  return { values: onlyTexts(values), args: positionals, json, help };
}

interface ReadByNode {
  readonly values: Parsable;
  readonly positionals: readonly string[];
}

function read(args: readonly string[], options: Options): ReadByNode {
  const config = {
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, option]) => [name, forNode(option)]),
    ),
    allowPositionals: true,
  };
  const { tokens } = parseArgs({ ...config, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'option' && !Object.hasOwn(options, token.name)) {
      throw noOption(token.rawName, nearest(token.name, Object.keys(options)));
    }
  }
  try {
    return parseArgs(config);
  } catch (error) {
    throw error instanceof Error ? new UsageError(error.message, { cause: error }) : error;
  }
}

function noOption(typed: string, meant: string | undefined): UsageError {
  const proposal = meant === undefined ? '' : `: did you mean --${meant}?`;
  return new UsageError(`there is no option ${typed}${proposal}`);
}

/** Nothing that is both repeated and a yes or no is defined. */
type Parsable = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

const onlyTexts = (values: Parsable): Call['values'] =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(String) : value,
    ]),
  );

const forNode = ({ type, short, multiple, default: initial }: Option) => ({
  type,
  ...(short !== undefined && { short }),
  ...(multiple && { multiple }),
  ...(initial !== undefined && { default: initial }),
});

/** As a variable of a script leaves it that is not set. */
function checkEmpty(name: string, { value, mayBeEmpty }: Option, given: unknown): void {
  const isEmpty = given === '' || (Array.isArray(given) && given.includes(''));
  if (!isEmpty || mayBeEmpty) return;
  throw new UsageError(
    `there is nothing behind --${name}: say ${value ?? 'what'}, or leave it out`,
  );
}

function checkChoice(name: string, { choices }: Pick<Option, 'choices'>, value: unknown): void {
  if (!choices || typeof value !== 'string' || choices.includes(value)) return;
  throw new UsageError(`${name} is ${listed(choices)}, not "${value}"`);
}

const listed = (choices: readonly string[]): string =>
  new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(choices);

function checkArguments(words: string, command: Taking, given: readonly string[]): void {
  const wanted = command.arguments ?? [];
  const missing = wanted.find(({ optional }, at) => optional !== true && given[at] === undefined);
  const empty = given.indexOf('');
  const unsaid = missing ?? (empty < 0 ? undefined : (wanted[empty] ?? wanted.at(-1)));
  if (unsaid) {
    throw new UsageError(`say ${lowered(unsaid.about)}: ${usageOf(words, command)}`);
  }
  for (const [index, argument] of wanted.entries()) {
    checkChoice(argument.name, argument, given[index]);
  }
  const surplus = given[wanted.length];
  if (surplus === undefined || wanted.at(-1)?.many) return;
  throw new UsageError(`"${surplus}" is one word too many: ${usageOf(words, command)}`);
}

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** `pantry mirror <lockfile | package…>`. */
export function usageOf(words: string, { arguments: wanted = [] }: Taking): string {
  const shown = wanted.map(({ name, optional, many }) => {
    const text = many ? `${name}…` : name;
    return optional ? `[${text}]` : `<${text}>`;
  });
  return ['pantry', words, ...shown].filter(Boolean).join(' ');
}
