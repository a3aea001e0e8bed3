import { setTimeout as sleep } from 'node:timers/promises';

const DAY = 86_400_000;
/** Longer than any file takes that calls this. */
const MARGIN = 60_000;

/** Waits for the next day where this one ends soon: what a test does and asks for by its day is then of one day. */
export async function passMidnight(): Promise<void> {
  const left = DAY - (Date.now() % DAY);
  if (left < MARGIN) await sleep(left + 1000);
}
