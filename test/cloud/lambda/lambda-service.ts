import { type ChildProcess, spawn } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { read } from '../aws/http.ts';

/** A function as its template describes it. */
export interface FunctionCode {
  readonly id: string;
  /** Where its asset is. */
  readonly folder: string;
  /** Exactly what its process is told. */
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly timeout: number;
}

/** What a function handed back, or how it failed. */
export interface Outcome {
  readonly body: Buffer;
  readonly error?: string;
}

export interface LambdaService {
  invoke(code: FunctionCode, event: unknown): Promise<Outcome>;
  /** What functions wrote, each line with the function's id before it. */
  readonly log: string[];
  stop(): Promise<void>;
}

interface Instance {
  readonly id: string;
  readonly process: ChildProcess;
  /** Seconds of an invocation. */
  readonly timeout: number;
  /** The request for the next invocation that waits to be answered. */
  waiting?: http.ServerResponse;
  pending?: { readonly event: string; readonly done: (outcome: Outcome) => void };
  busy: boolean;
}

const BOOTSTRAP = path.join(import.meta.dirname, 'bootstrap.mjs');
/** Processes of one function at once. */
const MOST = 8;

/** Runs functions as Lambda does: each in processes of its own, one invocation at a time in each. */
export async function startLambda(): Promise<LambdaService> {
  const instances = new Map<string, Instance>();
  const pools = new Map<string, Instance[]>();
  const queues = new Map<string, (() => void)[]>();
  const log: string[] = [];
  let count = 0;
  let over = false;

  // While a function works its line says nothing.
  const server = http.createServer({ keepAliveTimeout: 60_000 }, (message, response) => {
    void serve(message, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  const serve = async (message: http.IncomingMessage, response: http.ServerResponse) => {
    const [, id = '', , , what, , outcome] = (message.url ?? '').split('/');
    const instance = instances.get(id);
    if (!instance) return void response.writeHead(404).end();
    if (message.method === 'GET') {
      instance.waiting = response;
      return deliver(instance);
    }
    const { body } = await read(message);
    const failed = what === 'init' || outcome === 'error';
    response.writeHead(202).end();
    finish(instance, failed ? { body, error: body.toString() } : { body });
  };

  const deliver = (instance: Instance): void => {
    const { waiting, pending } = instance;
    if (!waiting || !pending) return;
    delete instance.waiting;
    waiting.writeHead(200, {
      'lambda-runtime-aws-request-id': `request-${(count += 1)}`,
      'lambda-runtime-deadline-ms': String(Date.now() + instance.timeout * 1000),
    });
    waiting.end(pending.event);
  };

  const finish = (instance: Instance, outcome: Outcome): void => {
    const { pending } = instance;
    delete instance.pending;
    pending?.done(outcome);
  };

  const start = (code: FunctionCode): Instance => {
    const id = `i${(count += 1)}`;
    const child = spawn(process.execPath, [BOOTSTRAP], {
      cwd: code.folder,
      env: {
        ...code.environment,
        AWS_LAMBDA_FUNCTION_NAME: code.id,
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}/${id}`,
        LAMBDA_TASK_ROOT: code.folder,
        TZ: ':UTC',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { timeout } = code;
    const instance: Instance = { id, process: child, timeout, busy: true };
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => log.push(`${code.id} ${line}\n`));
    }
    child.on('exit', () => {
      instances.delete(id);
      const pool = pools.get(code.id) ?? [];
      pools.set(
        code.id,
        pool.filter((each) => each !== instance),
      );
      finish(instance, { body: Buffer.alloc(0), error: 'Runtime exited' });
    });
    instances.set(id, instance);
    pools.set(code.id, [...(pools.get(code.id) ?? []), instance]);
    return instance;
  };

  /** A process with nothing to do, a new one, or the first that has finished. */
  const acquire = async (code: FunctionCode): Promise<Instance> => {
    for (;;) {
      const pool = pools.get(code.id) ?? [];
      const idle = pool.find(({ busy }) => !busy);
      if (idle) {
        idle.busy = true;
        return idle;
      }
      if (pool.length < MOST) return start(code);
      await new Promise<void>((resolve) => {
        queues.set(code.id, [...(queues.get(code.id) ?? []), resolve]);
      });
    }
  };

  const release = (code: FunctionCode, instance: Instance): void => {
    instance.busy = false;
    const [next, ...rest] = queues.get(code.id) ?? [];
    queues.set(code.id, rest);
    next?.();
  };

  return {
    log,
    async invoke(code, event) {
      // What a queue still delivers finds nothing to run, and the files of the functions may be gone.
      if (over) return { body: Buffer.alloc(0), error: 'The rehearsal is over' };
      const instance = await acquire(code);
      const timer = setTimeout(() => {
        log.push(`${code.id} Task timed out after ${code.timeout} seconds\n`);
        instance.process.kill('SIGKILL');
      }, code.timeout * 1000);
      const outcome = await new Promise<Outcome>((done) => {
        instance.pending = { event: JSON.stringify(event), done };
        deliver(instance);
      });
      clearTimeout(timer);
      release(code, instance);
      return outcome;
    },
    async stop() {
      over = true;
      const exits = [...instances.values()].map(
        async ({ process: child }) =>
          new Promise((resolve) => {
            child.once('exit', resolve);
            child.kill('SIGKILL');
          }),
      );
      await Promise.all(exits);
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
