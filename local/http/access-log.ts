/** One answered request. Paths come without secrets; bodies, tokens and queries never come. */
export interface AccessEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  /** Milliseconds from the request's head to the answer's end. */
  readonly duration: number;
  readonly address: string;
}

export type AccessLog = ((entry: AccessEntry) => void) & { flush(): void };

/** Lines are written together, this often in milliseconds or this many at a time. */
const INTERVAL = 100;
const MOST_LINES = 500;

/** `text` for people, `json` for machines, `none` for nobody. */
export function createAccessLog(
  format: 'text' | 'json' | 'none',
  write: (text: string) => void,
): AccessLog {
  const lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (lines.length > 0) write(`${lines.splice(0).join('\n')}\n`);
  };
  const line = format === 'json' ? toJson : toText;
  const log = (entry: AccessEntry): void => {
    if (format === 'none') return;
    lines.push(line(entry));
    if (lines.length >= MOST_LINES) flush();
    else timer ??= setTimeout(flush, INTERVAL).unref();
  };
  return Object.assign(log, { flush });
}

const toJson = ({ duration, ...rest }: AccessEntry): string =>
  JSON.stringify({
    time: new Date().toISOString(),
    ...rest,
    ms: Math.round(duration * 10) / 10,
  });

const toText = ({ method, path, status, bytes, duration, address }: AccessEntry): string =>
  `${new Date().toISOString().slice(11, 23)} ${status} ${method} ${path} ${bytes} B ${duration.toFixed(1)} ms ${address}`;
