/** The wish of somebody at the terminal that a command ends. */
export interface Interruption {
  readonly isWanted: () => boolean;
  readonly end: () => void;
}

/** The first Ctrl-C lets a command finish what it is at; the second ends it as ever. */
export function whenInterrupted(): Interruption {
  let wanted = false;
  const stop = (): void => {
    wanted = true;
    process.stderr.write('\nfinishing what is under way; Ctrl-C again ends it at once\n');
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return {
    isWanted: () => wanted,
    end() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
