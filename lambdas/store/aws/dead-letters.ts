import type { DeadLetters } from '#store/services.ts';

import { variable } from './environment.ts';
import { countMessages } from './queue.ts';

/** The queues of dead letters, as the stack names them. */
export function openDeadLetters(): readonly DeadLetters[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the stack put it there
  const urls = JSON.parse(variable('PANTRY_DEAD_LETTERS')) as Readonly<
    Record<DeadLetters['queue'], string>
  >;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its own keys
  const entries = Object.entries(urls) as readonly (readonly [DeadLetters['queue'], string])[];
  return entries.map(([queue, url]) => ({ queue, count: async () => countMessages(url) }));
}
