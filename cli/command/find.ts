import { type Command, type Group, isGroup } from './command.ts';
import { UsageError } from './failure.ts';
import { nearest } from './nearest.ts';

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
  if (!entry) throw noCommand(first, nearest(first, Object.keys(commands)));
  if (!isGroup(entry)) return { words: first, entry, rest };
  const [second, ...others] = rest;
  if (second === undefined || second.startsWith('-')) return { words: first, entry, rest };
  const command = entryOf(entry.commands, second);
  if (command) return { words: `${first} ${second}`, entry: command, rest: others };
  const meant = nearest(second, Object.keys(entry.commands));
  if (meant !== undefined) throw noCommand(`${first} ${second}`, `${first} ${meant}`);
  throw new UsageError(
    `there is no command "${first} ${second}": there is ${Object.keys(entry.commands).join(', ')}`,
  );
}

function noCommand(typed: string, meant: string | undefined): UsageError {
  const proposal = meant === undefined ? '' : `: did you mean \`pantry ${meant}\`?`;
  return new UsageError(`there is no command "${typed}"${proposal}`);
}

const entryOf = <T>(entries: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(entries, name) ? entries[name] : undefined;
