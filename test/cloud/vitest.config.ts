import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: path.join(import.meta.dirname, '../..'),
    include: ['test/cloud/**/*.cloud.ts', 'test/e2e/**/*.test.ts'],
    globalSetup: ['test/cloud/setup.ts'],
    // Nothing takes as long: these are for a machine that has much else to do.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
