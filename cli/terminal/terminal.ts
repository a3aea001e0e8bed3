import type { Progress } from './progress.ts';

/** A question to whoever sits there. */
export interface Questions {
  text(question: string, proposal?: string): Promise<string>;
  /** What is typed is not shown. */
  secret(question: string, options?: { readonly optional?: boolean }): Promise<string>;
  confirm(question: string): Promise<boolean>;
  choose<T extends string>(
    question: string,
    choices: readonly { readonly value: T; readonly label: string }[],
  ): Promise<T>;
}

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
  cyan(text: string): string;
}

/** Where a command speaks: results on the standard output, all else on the standard error. */
export interface Terminal {
  /** Whether `--json` was said. */
  readonly json: boolean;
  /** How wide the standard output is; undefined where it is no terminal. */
  readonly columns: number | undefined;
  /** Undefined where nobody can answer: no terminal, CI, or `--json`. */
  readonly questions: Questions | undefined;
  /** Colours, where they are seen. */
  readonly paint: Paint;
  /** The result, once: as JSON for programs, else the text. */
  result(json: unknown, text: string): void;
  /** The same, once, of what is too much to be held: pieces of one text, or of one JSON where `json` is. */
  pieces(pieces: AsyncIterable<string>): Promise<void>;
  /** A sentence on the way, for people alone. */
  note(sentence: string): void;
  /** What is not as it should be and stops nothing; also with `--json`. */
  warn(sentence: string): void;
  /** Nothing is drawn where nobody watches. */
  progress(total: number, unit: (total: number) => string): Progress;
}
