import type { MiddlewareObj } from '@middy/core';

import { clientNetwork } from '#domain/client-network.ts';
import { unavailable } from '#domain/errors.ts';
import type { Principal } from '#domain/principal.ts';
import {
  type LimitName,
  rateLimitHeaders,
  type Standing,
  tooManyRequests,
  windowAt,
} from '#domain/rate-limit.ts';
import type { Exchange } from '#http/exchange.ts';
import { logError } from '#http/log.ts';
import type { Services } from '#store/services.ts';

/**
 * What happens where requests can't be counted. A release must not fail for want of a counter, and its
 * publisher is known. What guards secrets stays shut: otherwise whoever makes the counter fail has no limit.
 */
const WHERE_UNCOUNTED: Readonly<Record<LimitName, 'allow' | 'refuse'>> = {
  login: 'refuse',
  exchange: 'refuse',
  publish: 'allow',
  tokens: 'refuse',
  profile: 'refuse',
  tickets: 'refuse',
};

/** Counts the requests of each caller, before anything of the body is read. */
export function limit(name: LimitName): MiddlewareObj<Exchange> {
  return {
    before: async ({ event: { request, call, headers } }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- endpoint() and access() put them there
      const { services, principal } = call as { services: Services; principal: Principal };
      const standing = await count(name, callerOf(principal, request.address), services);
      if (!standing) return;
      Object.assign(headers, rateLimitHeaders(standing));
      if (standing.count > standing.quota) throw tooManyRequests(standing);
    },
  };
}

/** Who is logged in is one caller wherever they come from; everybody else is where they come from. */
function callerOf(principal: Principal, address: string): string {
  if (principal.kind === 'user') return `user ${principal.name}`;
  if (principal.kind === 'anonymous') return `address ${clientNetwork(address)}`;
  // Of a repository, however many runs it has: its id, since a name can be given to another one.
  return `${principal.run.provider} ${principal.run.repository.id}`;
}

/** Undefined where nothing is limited, or nobody knows and it does not matter. */
async function count(
  name: LimitName,
  caller: string,
  { policy, tally, now }: Services,
): Promise<Standing | undefined> {
  const quota = policy.rates[name];
  if (quota === 0) return undefined;
  const window = windowAt(now());
  try {
    const counted = await tally.add({ key: `${name}#${caller}`, window, quota });
    return { name, quota, count: counted, window };
  } catch (error) {
    logError('requests could not be counted', error, { limit: name });
    if (WHERE_UNCOUNTED[name] === 'allow') return undefined;
    throw unavailable('the registry is overloaded at the moment: repeat the command', error);
  }
}
