import { runJob } from './job.ts';

export const main = async (args: readonly string[]): Promise<number> => runJob('rebuild', args);
