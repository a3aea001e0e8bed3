/** A command line that can't be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command that could not do its work, in a sentence that says what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
