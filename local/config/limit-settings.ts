import * as v from 'valibot';

import { DEFAULT_RATES, HIGHEST_RATE, type LimitName } from '#domain/rate-limit.ts';
import { whole } from '#domain/setting.ts';

const limit = (name: LimitName, what: string) => ({
  schema: v.optional(whole(0, HIGHEST_RATE)),
  initial: undefined,
  about: `${what} a minute; 0: as many as come. Where it is not set: 0 on loopback without a proxy, ${DEFAULT_RATES[name]} beyond.`,
});

/** How often a caller may do what: somebody who is logged in, or an address (of IPv6 its /64). */
export const LIMIT_SETTINGS = {
  limitLogin: limit('login', 'Logins and sign-ups of an address'),
  limitExchange: limit('exchange', 'Exchanges of a CI identity for a token, of an address,'),
  limitPublish: limit('publish', 'Publishes and other changes of packages, of one publisher,'),
  limitTokens: limit('tokens', 'Tokens that somebody makes or revokes'),
  limitProfile: limit('profile', 'Changes of one’s own account'),
  limitTickets: limit('tickets', 'Tickets opened and written to'),
} as const;
