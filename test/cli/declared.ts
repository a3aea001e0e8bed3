import { type Command, isGroup, type Options, optionsOf } from '../../cli/command/command.ts';
import { COMMANDS } from '../../cli/commands.ts';

export interface Declared {
  /** `trust github` */
  readonly words: string;
  readonly command: Command;
  readonly options: Options;
}

const all = Object.entries(COMMANDS).flatMap(([name, entry]): readonly [string, Command][] =>
  isGroup(entry)
    ? Object.entries(entry.commands).map(([second, command]) => [`${name} ${second}`, command])
    : [[name, entry]],
);

/** Every command that there is. */
export const DECLARED: readonly Declared[] = await Promise.all(
  all.map(async ([words, command]) => ({ words, command, options: await optionsOf(command) })),
);

/** Words that groups of commands stand behind. */
export const GROUPS = Object.entries(COMMANDS).filter(([, entry]) => isGroup(entry));
