import { readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';

/** What a server has used so far: itself and every process it started. */
export interface Usage {
  readonly cpuMilliseconds: number;
  /** Resident memory now, in bytes. */
  readonly resident: number;
  /** The highest resident memory so far, in bytes. */
  readonly peak: number;
}

/** Linux counts processor time in ticks of 10 ms for every program. */
export const MILLISECONDS_PER_TICK = 10;

/** Reads /proc for a process and its descendants. */
export async function readUsage(pid: number): Promise<Usage> {
  const usages = await Promise.all((await processTree(pid)).map(readOwnUsage));
  return usages.reduce((total, usage) => ({
    cpuMilliseconds: total.cpuMilliseconds + usage.cpuMilliseconds,
    resident: total.resident + usage.resident,
    peak: total.peak + usage.peak,
  }));
}

async function processTree(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const children = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8')),
  );
  const pids = children.flatMap((line) => line.split(' ').filter(Boolean).map(Number));
  return [pid, ...(await Promise.all(pids.map(processTree))).flat()];
}

async function readOwnUsage(pid: number): Promise<Usage> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  return {
    // utime and stime.
    cpuMilliseconds: (fieldOf(stat, 14) + fieldOf(stat, 15)) * MILLISECONDS_PER_TICK,
    resident: bytesOf(status, 'VmRSS'),
    peak: bytesOf(status, 'VmHWM'),
  };
}

/** Seconds of the processor that the children of this process took, all that have ended, with theirs. */
export function childrenSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // cutime and cstime.
  return ((fieldOf(stat, 16) + fieldOf(stat, 17)) * MILLISECONDS_PER_TICK) / 1000;
}

/** Counted from 1. The second, the program's name in parentheses, may hold spaces. */
const fieldOf = (stat: string, number: number): number =>
  Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[number - 3]);

function bytesOf(status: string, field: string): number {
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  return Number(kibibytes ?? Number.NaN) * 1024;
}
