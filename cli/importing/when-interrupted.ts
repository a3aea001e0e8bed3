import type { Terminal } from '../terminal/terminal.ts';

/** The wish of somebody at the terminal that a command ends. */
export interface Interruption {
  readonly isWanted: () => boolean;
  readonly end: () => void;
}

/** The first Ctrl-C lets a command finish what it is at; the second ends it as ever. */
export function whenInterrupted(terminal: Terminal): Interruption {
  let wanted = false;
  const stop = (): void => {
    wanted = true;
    end();
    terminal.warn('finishing what is under way; Ctrl-C again ends it at once');
  };
  const end = (): void => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return { isWanted: () => wanted, end };
}
