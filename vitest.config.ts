import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'node', include: ['test/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/web/**/*.browser.ts'],
          globalSetup: ['test/web/setup.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
