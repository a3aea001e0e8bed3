import middy from '@middy/core';

import { access } from '#http/access.ts';
import { errors } from '#http/error-reply.ts';
import type { Exchange } from '#http/exchange.ts';
import { input } from '#http/input.ts';
import { knownQuery } from '#http/known-query.ts';
import { limit } from '#http/limit.ts';
import { missingIn } from '#http/missing.ts';
import { noticeHeaders } from '#http/notice.ts';
import { countedRefusal } from '#http/refused.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { Call, Route } from '#http/route.ts';
import { secondFactor } from '#http/second-factor.ts';
import type { Services } from '#store/services.ts';

/** One route and what it does. */
export interface Endpoint {
  readonly route: Route;
  readonly handle: Handle;
}

export type Handle = (
  request: Request,
  params: Readonly<Record<string, string>>,
  services: Services,
) => Promise<Reply>;

/** Joins a route and its work: parameters, authentication, authorization, limits, second factor, body, work; errors become replies. */
export function endpoint<R extends Route>(
  route: R,
  run: (call: Call<R>) => Promise<Reply>,
): Handle {
  const handler = middy<Exchange, Reply>(async ({ call }: Exchange) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the middleware above put together from the route is what Call<R> says
    run(call as unknown as Call<R>),
  );
  const limits = route.limit === undefined ? [] : [limit(route.limit)];
  handler.use([errors(), access(route), ...limits, secondFactor(route), input(route)]);
  return async (sent, params, services) => {
    const request = knownQuery(sent, route);
    const headers = {};
    // A Lambda's context has a timer that middy would look at; here is none.
    const answered = await handler({ request, params, call: { request, services }, headers }, {});
    const answer = countedRefusal(answered, request);
    const missing = missingIn(route, request, params, answer);
    const reply = missing ? { ...answer, missing } : answer;
    const besides = { ...headers, ...noticeHeaders(request) };
    return Object.keys(besides).length > 0
      ? { ...reply, headers: { ...besides, ...reply.headers } }
      : reply;
  };
}
