import { program } from './job.ts';

export const main = program('gc');
