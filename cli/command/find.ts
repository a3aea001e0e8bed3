import { type Command, type Group, isGroup } from './command.ts';
import { UsageError } from './failure.ts';

export interface Found {
  /** `trust github` */
  readonly words: string;
  readonly entry: Command | Group;
  /** What stands behind them. */
  readonly rest: readonly string[];
}

type Commands = Readonly<Record<string, Command | Group>>;

/** The command or the group of commands that a command line begins with. */
export function find(commands: Commands, [first = '', ...rest]: readonly string[]): Found {
  const entry = entryOf(commands, first);
  if (!entry) throw new UsageError(`there is no command "${first}"`);
  if (!isGroup(entry)) return { words: first, entry, rest };
  const [second, ...others] = rest;
  if (second === undefined || second.startsWith('-')) return { words: first, entry, rest };
  const command = entryOf(entry.commands, second);
  if (command) return { words: `${first} ${second}`, entry: command, rest: others };
  throw new UsageError(
    `there is no command "${first} ${second}": there is ${Object.keys(entry.commands).join(', ')}`,
  );
}

const entryOf = <T>(entries: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(entries, name) ? entries[name] : undefined;
