import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: path.join(import.meta.dirname, '../..'),
    include: ['test/conformance/**/*.conformance.ts'],
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
