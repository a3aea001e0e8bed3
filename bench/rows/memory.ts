import { readUsage } from '../harness/process-usage.ts';
import type { Measurement } from './row.ts';

/** The resident memory of a server now. */
export async function measureMemory(pid: number): Promise<Measurement> {
  const { resident, peak } = await readUsage(pid);
  return { value: resident / 1e6, rounds: [resident / 1e6], details: { 'peak MB': peak / 1e6 } };
}
