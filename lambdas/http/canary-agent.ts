/** What the registry's own canary calls itself: nobody counts what it asks for. */
export const CANARY_AGENT = 'pantry-canary';
