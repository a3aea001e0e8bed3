import middy, { type MiddlewareObj } from '@middy/core';

import { RegistryError } from '#domain/errors.ts';
import { access } from '#http/access.ts';
import type { Handle } from '#http/endpoint.ts';
import type { Exchange } from '#http/exchange.ts';
import { parse } from '#http/input.ts';
import { knownQuery } from '#http/known-query.ts';
import { limit } from '#http/limit.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { Call, Route } from '#http/route.ts';
import { secondFactor } from '#http/second-factor.ts';

import { errorPage } from './error-page.ts';
import { type Form, readForm } from './form.ts';
import { dropSession, sessionToken } from './session-cookie.ts';

/**
 * Joins a route of the web UI and its work, as endpoint() does for clients: who asks is known by the browser's session,
 * the body is a form of ours, its field `otp` is the code of a second factor, and errors are pages.
 */
export function page<R extends Route>(route: R, run: (call: Call<R>) => Promise<Reply>): Handle {
  const handler = middy<Exchange, Reply>(async ({ call }: Exchange) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the middleware put together from the route is what Call<R> says
    run(call as unknown as Call<R>),
  );
  const limits = route.limit === undefined ? [] : [limit(route.limit)];
  handler.use([access(route), ...limits, secondFactor(route), pageInput(route)]);
  return async (sent, params, services) => {
    const request = knownQuery(sent, route);
    const headers: Record<string, string> = {};
    const answer = async (asking: Request, form: Form): Promise<Reply> => {
      const call = { request: asking, services, form };
      const reply = await handler({ request: asking, params, call, headers }, {});
      return { ...reply, headers: { ...headers, ...reply.headers } };
    };
    const toPage = (error: unknown): Reply => errorPage(error, request, form);
    let form: Form = {};
    try {
      if (request.method === 'POST') form = await readForm(request);
      return await answer(asBrowser(request, sessionToken(request), form), form);
    } catch (error) {
      if (!isOutdated(error, request)) return toPage(error);
      return withoutSession(await answer(asBrowser(request), {}).catch(toPage), request);
    }
  };
}

/** Reads query and form by the route's schemas, after it is known that the caller may. */
const pageInput = (route: Route): MiddlewareObj<Exchange> => ({
  before: ({ event: { request, call } }) => {
    if (route.query) {
      call['query'] = parse(route.query, Object.fromEntries(request.query), 'query');
    }
    if (route.body && route.body !== 'stream') {
      call['body'] = parse(route.body, call['form'], 'form');
    }
  },
});

/** The request as if its session and code had come as clients send them. */
function asBrowser(request: Request, token?: string, form: Form = {}): Request {
  const { authorization: _, 'npm-otp': __, ...headers } = request.headers;
  const { otp } = form;
  return {
    ...request,
    headers: {
      ...headers,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(typeof otp === 'string' && { 'npm-otp': otp.replaceAll(' ', '') }),
    },
  };
}

/** A session that has ended keeps nobody from what anyone may see. */
const isOutdated = (error: unknown, request: Request): boolean =>
  error instanceof RegistryError &&
  error.code === 'unauthenticated' &&
  request.method !== 'POST' &&
  sessionToken(request) !== undefined;

const withoutSession = (
  { status, headers, body, cookies = [] }: Reply,
  request: Request,
): Reply => ({
  ...(status !== undefined && { status }),
  ...(body && { body }),
  // What tells one browser to forget something is nobody else's answer.
  headers: { ...headers, 'cache-control': 'private, no-store' },
  cookies: [...cookies, ...dropSession(request)],
});
