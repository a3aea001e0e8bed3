import { createContext, Script } from 'node:vm';

const context: { work?: () => unknown } = {};
createContext(context);
const script = new Script('work()');

/**
 * What some work gives, or undefined where it takes longer or goes too deep: it is ended wherever it is, in the middle
 * of a regular expression too. What it was changing then is in no good state.
 */
export function withinLimits<T>(milliseconds: number, work: () => T): T | undefined {
  context.work = work;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what work() gave
    return script.runInContext(context, { timeout: Math.ceil(milliseconds) }) as T;
  } catch (error) {
    if (isTimeout(error) || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** It comes from another realm, where errors are made by another class. */
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
