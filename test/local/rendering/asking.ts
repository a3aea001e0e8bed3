// A process that has something done by a thread and ends by itself: it closes nothing.
import { openThread } from '../../../local/rendering/one-thread.ts';
import { WORKING } from './working.ts';

export const ASKING = import.meta.filename;

const LONG = 2 ** 30;

async function ask(): Promise<void> {
  const terms = { memory: {}, limit: LONG, idle: LONG, waiting: 1, patience: LONG };
  const thread = openThread<string, string>({ module: async () => WORKING, ...terms });
  process.stdout.write(await thread.work('answered'));
}

// Loaded by whoever starts it, too.
if (process.argv[1] === ASKING) await ask();
