#!/usr/bin/env node
import { run } from '../cli/run.ts';

// Whoever reads may have seen enough: `pantry help | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2));
}

void main();
