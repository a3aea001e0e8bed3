import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The registry as its users run it: the bundled command in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Everything that it wrote. */
  readonly output: () => string;
  /** Ends it with a signal; the exit code, or the signal that ended it. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | NodeJS.Signals>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts `pantry start` on a free port and waits until it says that it is ready. */
export async function startProcess(
  data: string,
  args: readonly string[] = [],
): Promise<ServerProcess> {
  // Who stands between this machine and others may have a certificate of its own.
  const { PATH, NODE_EXTRA_CA_CERTS } = process.env;
  const child = spawn(
    process.execPath,
    [
      'dist/pantry.mjs',
      'start',
      '--port',
      '0',
      '--data',
      data,
      '--log',
      'none',
      '--upstream',
      'none',
      ...args,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH, ...(NODE_EXTRA_CA_CERTS !== undefined && { NODE_EXTRA_CA_CERTS }) },
    },
  );
  running.add(child);
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    running.delete(child);
    return (code ?? signal) as number | NodeJS.Signals;
  });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      const ready = /^Pantry is ready at (http\S+)/.exec(line)?.[1];
      if (ready) resolve(ready);
    });
    void ended.then(() => reject(new Error(`it did not start: ${output}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}
