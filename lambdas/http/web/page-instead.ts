import type { Reply } from '#http/reply.ts';

/** Where a browser goes that opens what clients read. */
export const pageInstead = (path: string): Reply => ({
  status: 302,
  headers: { location: path, vary: 'accept', 'cache-control': 'no-store' },
});
