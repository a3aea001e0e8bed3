import type { Reply } from '#http/reply.ts';
import { markup } from '#web/markup.ts';

import { page } from './page.ts';

/**
 * Sends a browser on to the provider. A page, and no redirect: some browsers hold those that follow a form to the
 * policy for forms, on all of their way, and nobody can say here where a provider leads on to.
 */
export const goOnPage = (provider: string, url: URL): Reply =>
  page({
    title: `On to ${provider}`,
    content: [markup`<p><a href="${url.href}">Sign in with ${provider}</a></p>`],
    next: url.href,
  });
