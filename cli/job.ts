import { parseArgs } from 'node:util';

import { isJsonObject } from '#domain/manifest.ts';
import type { JobName } from '#store/services.ts';

import { createAccessLog } from '../local/http/access-log.ts';
import { openRegistry } from '../local/registry.ts';
import { readSettings } from './settings.ts';
import { CommandError } from './usage-error.ts';

/** A rebuild of very many packages takes its time, in milliseconds. */
const PATIENCE = 3_600_000;

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
  const url = values.registry?.replace(/\/+$/, '') ?? '';
  const { PANTRY_TOKEN: token } = process.env;
  if (!token) throw new CommandError('put the token of an admin into PANTRY_TOKEN');
  const response = await fetch(`${url}/-/v1/jobs/${job}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(PATIENCE),
  });
  const answer: unknown = await response.json();
  const report = isJsonObject(answer) ? answer : {};
  if (response.ok) return report;
  const { error } = report;
  throw new CommandError(
    `${url} refuses: ${typeof error === 'string' ? error : `status ${response.status}`}`,
  );
}
