import type { TestProject } from 'vitest/node';

import { startChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests reach the browser of this run. */
    readonly browser: string;
  }
}

/** One browser for all files: each has contexts of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startChromium();
  project.provide('browser', server.wsEndpoint());
  return async () => server.close();
}
