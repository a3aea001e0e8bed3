import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Nothing takes as long: these are for a machine that has much else to do.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
    // Most of the time is that of the programs that tests start: one worker would leave half of a small machine idle.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'node', include: ['test/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/web/**/*.browser.ts'],
          globalSetup: ['test/web/setup.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
