import { hasPages } from '#domain/has-pages.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';

import { wantsPage } from './wants-page.ts';

/** Whether somebody is shown a page where clients read something. */
export const isShownPage = ({ headers }: Request, { policy }: Pick<Services, 'policy'>): boolean =>
  wantsPage(headers['accept']) && hasPages(policy.publicUrl);

/** Where a browser goes that opens what clients read. */
export const pageInstead = (path: string): Reply => ({
  status: 302,
  headers: { location: path, vary: 'accept', 'cache-control': 'no-store' },
});
