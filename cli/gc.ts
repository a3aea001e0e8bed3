import { runJob } from './job.ts';

export const main = async (args: readonly string[]): Promise<number> => runJob('gc', args);
