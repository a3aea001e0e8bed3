import { spawn } from 'node:child_process';
import path from 'node:path';

import { install, javaLibrary, killed, lacksFor } from './java-library.ts';
import { freePort, ready } from './process.ts';

/** A server of OpenSearch. */
export interface SearchServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const LIBRARY = javaLibrary('OpenSearch', 'open-search', 17);

/** Why it can't run on this machine; undefined where it can. */
export const lacksForOpenSearch = (): string | undefined => lacksFor(LIBRARY);

/** Starts one node of it; `folder`: where it keeps what it is given. The first time it is downloaded. */
export async function startOpenSearch(folder: string): Promise<SearchServer> {
  install(LIBRARY);
  const port = await freePort();
  const program = path.join(import.meta.dirname, 'SearchNode.java');
  const classes = path.join(LIBRARY.folder, '*');
  const child = spawn('java', ['-Xmx512m', '-cp', classes, program, folder, String(port)], {
    stdio: 'ignore',
  });
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const endpoint = `http://127.0.0.1:${port}`;
  await ready(endpoint, child, 90);
  return {
    endpoint,
    stop: async () => {
      process.off('exit', end);
      await killed(child);
    },
  };
}
