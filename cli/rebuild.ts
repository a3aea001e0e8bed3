import { program } from './job.ts';

export const main = program('rebuild');
