import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: path.join(import.meta.dirname, '../..'),
    include: ['test/cloud/**/*.cloud.ts', 'test/e2e/**/*.test.ts'],
    globalSetup: ['test/cloud/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for comes in a moment: the limit is for a machine that has much else to do.
    expect: { poll: { timeout: 60_000 } },
  },
});
