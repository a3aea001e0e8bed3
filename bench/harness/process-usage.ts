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
  // The program's name, in parentheses, may hold spaces: utime and stime are fields 14 and 15 of the line.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    cpuMilliseconds: (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_PER_TICK,
    resident: bytesOf(status, 'VmRSS'),
    peak: bytesOf(status, 'VmHWM'),
  };
}

function bytesOf(status: string, field: string): number {
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  return Number(kibibytes ?? Number.NaN) * 1024;
}
