import type { Terminal } from '../terminal/terminal.ts';

/** What may be said behind a command as `--name`. */
export interface Option {
  readonly type: 'string' | 'boolean';
  /** One sentence, without a full stop. */
  readonly about: string;
  /** What stands for the value in help: `URL`. A shell completes a `file` and a `folder`. */
  readonly value?: string;
  readonly short?: string;
  readonly multiple?: true;
  /** The only values there are. */
  readonly choices?: readonly string[];
  /** What it is when nobody says. */
  readonly default?: string;
  /** Understood, and not shown: an older or another client's word for it. */
  readonly hidden?: true;
  /** Whether it means something to say it with nothing: an empty list. */
  readonly mayBeEmpty?: true;
  /** Whether its value must not be seen in a list of processes. */
  readonly secret?: true;
}

export type Options = Readonly<Record<string, Option>>;

/** What stands behind a command by its place. */
export interface Argument {
  readonly name: string;
  readonly about: string;
  readonly optional?: true;
  /** Any number of them; only the last can be so. */
  readonly many?: true;
  /** The only values there are. */
  readonly choices?: readonly string[];
  /** What a shell completes it with. */
  readonly complete?: 'file' | 'folder';
}

export interface Example {
  readonly run: string;
  readonly about: string;
}

type ValueOf<O extends Option> = O extends { readonly multiple: true }
  ? readonly string[]
  : O extends { readonly type: 'boolean' }
    ? boolean
    : string;

type Defaulted<O extends Options> = {
  [K in keyof O]: O[K] extends { readonly default: string } ? K : never;
}[keyof O];

/** What was said of each option; what has a default is always there. */
export type Values<O extends Options> = string extends keyof O
  ? Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  : { readonly [K in Defaulted<O>]: ValueOf<O[K]> } & {
      readonly [K in Exclude<keyof O, Defaulted<O>>]?: ValueOf<O[K]> | undefined;
    };

/** One run of a command. */
export interface Call<O extends Options = Options> {
  readonly values: Values<O>;
  readonly args: readonly string[];
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** 0 is done; docs/cli.md lists the others. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

interface Program {
  // A method, so that one that names its own options can stand here.
  main(this: void, call: Call): Promise<ExitCode>;
}

/** What a command is; its code is loaded once it is wanted. */
export interface Command {
  /** One line, without a full stop. */
  readonly about: string;
  /** Paragraphs for its own page of help. */
  readonly details?: string;
  readonly arguments?: readonly Argument[];
  /** A function where they come from what is too much to load for a line of help. */
  readonly options?: Options | (() => Promise<Options>);
  readonly examples?: readonly Example[];
  readonly load: () => Promise<Program>;
}

/** A word that others stand behind: `pantry trust …`. */
export interface Group {
  readonly about: string;
  readonly details?: string;
  readonly commands: Readonly<Record<string, Command>>;
}

export const optionsOf = async ({ options = {} }: Pick<Command, 'options'>): Promise<Options> =>
  typeof options === 'function' ? options() : options;

export const isGroup = (entry: Command | Group): entry is Group => 'commands' in entry;
