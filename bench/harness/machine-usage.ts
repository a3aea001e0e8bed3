import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';

import { MILLISECONDS_PER_TICK } from './process-usage.ts';

/** Processor time of the whole machine and of this program with the children it has waited for. */
export interface MachineUsage {
  readonly busyMilliseconds: number;
  readonly ownMilliseconds: number;
  readonly at: number;
}

/** Reads /proc. */
export async function readMachineUsage(): Promise<MachineUsage> {
  const [machine, own] = await Promise.all([
    readFile('/proc/stat', 'utf8'),
    readFile('/proc/self/stat', 'utf8'),
  ]);
  // user, nice, system, idle, iowait, irq, softirq, steal: what a hypervisor takes is busy, too.
  const [user, nice, system, , , irq, softirq, steal] = machine
    .split(/\s+/)
    .slice(1, 9)
    .map(Number);
  const busy = [user, nice, system, irq, softirq, steal];
  // utime, stime, cutime and cstime are fields 14 to 17 of the line.
  const ours = own
    .slice(own.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  return {
    busyMilliseconds: ticks(busy),
    ownMilliseconds: ticks(ours),
    at: performance.now(),
  };
}

const ticks = (counts: readonly (number | undefined)[]): number =>
  counts.reduce<number>((total, count) => total + (count ?? 0), 0) * MILLISECONDS_PER_TICK;

/** The share of all cores that neither a server nor this program took: someone else's work. */
export function foreignShare(
  before: MachineUsage,
  after: MachineUsage,
  serverMilliseconds: number,
): number {
  const busy = after.busyMilliseconds - before.busyMilliseconds;
  const own = after.ownMilliseconds - before.ownMilliseconds;
  const all = (after.at - before.at) * cpus().length;
  return Math.max(0, busy - own - serverMilliseconds) / all;
}
