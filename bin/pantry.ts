#!/usr/bin/env node
import { report } from '../cli/report.ts';
import { run } from '../cli/run.ts';

// Whoever reads may have seen enough: `pantry help | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : report(error, false));
});

async function main(): Promise<void> {
  // It ends by itself where a question will never be answered: Ctrl-D, or a terminal that is gone.
  process.exitCode = 130;
  process.exitCode = await run(process.argv.slice(2));
}

void main();
