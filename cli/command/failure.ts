import type { ExitCode } from './command.ts';

/** A command line that can't be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface CommandErrorOptions extends ErrorOptions {
  /** 3: not logged in, or not allowed. 4: the registry can't be reached, or fails. */
  readonly exitCode?: 1 | 3 | 4;
  /** The registry's own word for it, such as `version_exists`. */
  readonly code?: string | undefined;
}

/** A command that could not do its work, in a sentence that says what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  readonly code: string | undefined;

  constructor(message: string, { exitCode = 1, code, ...options }: CommandErrorOptions = {}) {
    super(message, options);
    this.exitCode = exitCode;
    this.code = code;
  }
}

/** Whoever sits at the terminal wants no more of it. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  constructor() {
    super('stopped');
  }
}
