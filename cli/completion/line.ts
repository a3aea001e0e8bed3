import { type Command, type Group, isGroup, type Option, optionsOf } from '../command/command.ts';
import { COMMON } from '../command/parse.ts';

/** What a shell proposes for a value: one of these words, a file, a folder, or nothing. */
export type Proposal = readonly string[] | 'file' | 'folder' | 'nothing';

export interface CompletedOption {
  /** `--yes`, `-y` */
  readonly names: readonly string[];
  readonly about: string;
  /** Undefined: it takes no value. */
  readonly value: { readonly name: string; readonly proposal: Proposal } | undefined;
}

/** What may come behind these words of a command line. */
export interface Line {
  /** `[]`, `['trust']`, `['trust', 'github']` */
  readonly words: readonly string[];
  readonly about: string;
  readonly commands: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly CompletedOption[];
  readonly argument: Proposal;
}

type Entries = Readonly<Record<string, Command | Group>>;

/** Every beginning of a command line: of all, of groups, of commands. */
export async function linesOf(commands: Entries): Promise<readonly Line[]> {
  const lines = [above([], 'Commands', commands)];
  for (const [name, entry] of Object.entries(commands)) {
    if (isGroup(entry)) {
      lines.push(above([name], entry.about, entry.commands));
      for (const [second, command] of Object.entries(entry.commands)) {
        lines.push(await below([name, second], command));
      }
    } else lines.push(await below([name], entry));
  }
  return lines;
}

const above = (words: readonly string[], about: string, commands: Entries): Line => ({
  words,
  about,
  commands: Object.entries(commands).map(([name, entry]) => ({ name, about: entry.about })),
  options: [],
  argument: 'nothing',
});

async function below(words: readonly string[], command: Command): Promise<Line> {
  const options = { ...(await optionsOf(command)), ...COMMON };
  // One that any number may be given of is the last, and mostly the only one.
  const [argument] = command.arguments ?? [];
  return {
    words,
    about: command.about,
    commands: [],
    options: Object.entries(options)
      .filter(([, { hidden }]: [string, Option]) => hidden !== true)
      .map(([name, option]) => completed(name, option)),
    argument: argument?.choices ?? argument?.complete ?? 'nothing',
  };
}

function completed(name: string, { short, about, type, value = name, choices }: Option) {
  const proposal = choices ?? (value === 'file' || value === 'folder' ? value : 'nothing');
  return {
    names: [`--${name}`, ...(short === undefined ? [] : [`-${short}`])],
    about,
    value: type === 'boolean' ? undefined : { name: value, proposal },
  } satisfies CompletedOption;
}

/** A word that every shell takes as it is. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
