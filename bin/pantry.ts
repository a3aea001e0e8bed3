#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Before anything else is loaded, so that everything else is loaded from the cache.
enableCompileCache();
const { run } = await import('../cli/run.ts');
process.exitCode = await run(process.argv.slice(2));
