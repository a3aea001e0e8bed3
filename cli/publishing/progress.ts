import { inMegabytes } from '#domain/phrasing.ts';

/** How far a file has been sent, as somebody at a terminal sees it. */
export interface Progress {
  readonly sent: (bytes: number) => void;
  readonly end: () => void;
}

const WIDTH = 24;
/** Between two drawings, in milliseconds. */
const PACE = 100;

/** One line that is drawn over itself; nothing where nobody watches. */
export function showProgress(out: NodeJS.WriteStream, size: number, shown: boolean): Progress {
  if (!shown || !out.isTTY) return { sent: () => undefined, end: () => undefined };
  let last = 0;
  return {
    sent(bytes) {
      const now = performance.now();
      if (now - last < PACE && bytes < size) return;
      last = now;
      const done = Math.round((bytes / size) * WIDTH);
      const bar = '█'.repeat(done) + '░'.repeat(WIDTH - done);
      const percent = Math.floor((bytes / size) * 100);
      out.write(`\r${bar} ${percent} % of ${inMegabytes(size)}`);
    },
    end: () => out.write('\r\u001b[K'),
  };
}
