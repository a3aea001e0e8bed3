import type { Driver, PublishCall } from '../driver.ts';

/** Publishes to a Pantry registry, and to any other that speaks npm's protocol. */
export const pantryDriver = (_call: PublishCall): Driver => ({
  name: 'pantry',
  plan: () => {
    throw new Error('not there yet');
  },
});
