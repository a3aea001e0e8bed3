import { onInterrupt } from '../command/interrupt.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The wish of somebody at the terminal that a command ends. */
export interface Interruption {
  readonly isWanted: () => boolean;
  readonly end: () => void;
}

/** The first Ctrl-C lets a command finish what it is at; the second ends it, once `discard` is done. */
export function whenInterrupted(terminal: Terminal, discard: () => void): Interruption {
  let wanted = false;
  let forget: (() => void) | undefined;
  const stop = (): void => {
    wanted = true;
    ignore();
    forget = onInterrupt(discard);
    terminal.warn('finishing what is under way; Ctrl-C again ends it at once');
  };
  const ignore = (): void => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const end = (): void => {
    ignore();
    forget?.();
  };
  return { isWanted: () => wanted, end };
}
