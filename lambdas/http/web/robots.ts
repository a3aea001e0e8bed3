import { hasPages } from '#domain/has-pages.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { Policy, Services } from '#store/services.ts';
import { robots } from '#web/feeds/robots.ts';

/** A name that a package may have, too. */
export const ROBOTS = 'robots.txt';

/** Clients accept JSON by name; yarn 4 and deno do not say what they accept, but who they are. */
export const wantsDocument = ({ headers }: Request): boolean =>
  /json/i.test(headers['accept'] ?? '') || /^(?:got \(|deno\/)/i.test(headers['user-agent'] ?? '');

interface Asked {
  readonly request: Request;
  readonly services: Pick<Services, 'policy'>;
}

/** What crawlers may look at. */
export const robotsReply = ({ request, services }: Asked): Reply => ({
  headers: {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'public, max-age=0, must-revalidate',
    vary: 'accept, user-agent',
  },
  body: {
    kind: 'bytes',
    bytes: Buffer.from(robots(isForCrawlers(services.policy) ? request.baseUrl : undefined)),
  },
});

const isForCrawlers = ({ reads, publicUrl }: Policy): boolean =>
  reads === 'anyone' && hasPages(publicUrl);
