/** How far something has come, as somebody at a terminal sees it. */
export interface Progress {
  readonly reached: (count: number) => void;
  /** A line that stays, above. */
  readonly say: (line: string) => void;
  readonly end: () => void;
}

export interface Shown {
  readonly shown: boolean;
  /** All of it in words: `4 MB`, `12.3 KB`. */
  readonly unit: (total: number) => string;
}

const WIDTH = 24;
/** Between two drawings, in milliseconds. */
const PACE = 100;
const CLEAR = '\r\u001b[K';

/** One line that is drawn over itself; nothing where nobody watches. */
export function showProgress(
  out: NodeJS.WriteStream,
  total: number,
  { shown, unit }: Shown,
): Progress {
  const say = (line: string): void => void out.write(`${line}\n`);
  if (!shown || !out.isTTY) return { reached: () => undefined, say, end: () => undefined };
  let last = 0;
  return {
    reached(count) {
      const now = performance.now();
      if (now - last < PACE && count < total) return;
      last = now;
      const done = Math.round((count / total) * WIDTH);
      const bar = '█'.repeat(done) + '░'.repeat(WIDTH - done);
      const percent = Math.floor((count / total) * 100);
      out.write(`\r${bar} ${percent} % of ${unit(total)}`);
    },
    say: (line) => say(CLEAR + line),
    end: () => out.write(CLEAR),
  };
}
