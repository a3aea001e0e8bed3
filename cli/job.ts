import { parseArgs } from 'node:util';

import type { JobName } from '#store/services.ts';

import { createAccessLog } from '../local/http/access-log.ts';
import { openRegistry } from '../local/registry.ts';
import { askAsAdmin } from './registry/admin-request.ts';
import { readSettings } from './settings.ts';

/** Runs a maintenance job on a data folder, or asks a running registry to, and shows its report. */
export async function runJob(job: JobName, args: readonly string[]): Promise<number> {
  const at = args.findIndex((arg) => arg === '--registry' || arg.startsWith('--registry='));
  const report = at === -1 ? await onFolder(job, args) : await onRegistry(job, args);
  const parts = Object.entries(report).map(([name, value]) => `${value} ${name}`);
  process.stdout.write(`${job}: ${parts.join(', ')}\n`);
  return 0;
}

async function onFolder(job: JobName, args: readonly string[]): Promise<object> {
  const silent = createAccessLog('none', () => undefined);
  const registry = await openRegistry(readSettings(args), silent);
  try {
    return await registry.services.runJob(job);
  } finally {
    await registry.close();
  }
}

async function onRegistry(job: JobName, args: readonly string[]): Promise<object> {
  const { values } = parseArgs({ args: [...args], options: { registry: { type: 'string' } } });
  return askAsAdmin(values.registry ?? '', 'POST', `/-/v1/jobs/${job}`);
}
