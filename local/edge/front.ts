import type { IncomingMessage } from 'node:http';

import { canonicalPath, parseRequestPath } from '#domain/request-path.ts';
import { authenticate } from '#http/authenticate.ts';
import { knownQuery } from '#http/known-query.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { Match } from '#http/router.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { readWhole } from '#store/blobs.ts';
import type { Services } from '#store/services.ts';

import type { Edge } from './edge.ts';
import { bytesAtHand, type Resource, toResource } from './resource.ts';
import { wishOf } from './slots.ts';

/** Blobs up to this size are kept in memory; larger ones are read from their file each time. */
const LARGEST_BLOB = 16 * 1024 * 1024;

/** An endpoint's answer: kept and shared, or for this request alone. */
export type Answer = { readonly resource: Resource } | { readonly reply: Reply };

/** The edge with the endpoints behind it. */
export interface Front {
  /** What is at hand for a request, without waiting for anything. */
  peek: (site: string, message: IncomingMessage) => Resource | undefined;
  /** The edge's answer, or the endpoint's, which the edge keeps when everybody may share it. */
  ask: (site: string, request: Request, match: Match) => Promise<Answer>;
}

interface Flight {
  readonly mark: number;
  readonly answer: Promise<Answer>;
}

/**
 * `site` is the name by which the registry was reached where that decides what is in the answer.
 * Requests for the same thing that arrive while an endpoint works on it share its answer.
 */
export function createFront(edge: Edge, services: Services): Front {
  const flights = new Map<string, Flight>();

  const launch = (key: string, wish: string, request: Request, match: Match): Flight => {
    const mark = edge.mark();
    const answer = fly(edge, services, { key, request, match, mark });
    const flight = { mark, answer };
    const name = `${key} ${wish}`;
    flights.set(name, flight);
    const land = (): void => {
      if (flights.get(name) === flight) flights.delete(name);
    };
    answer.then(land, land);
    return flight;
  };

  const fetch = async (key: string, request: Request, match: Match): Promise<Answer> => {
    const wish = wishOf(request.headers['accept']);
    const flight = flights.get(`${key} ${wish}`);
    // An answer that was begun before the last purge may miss what its writer has been told is there.
    if (!flight || flight.mark !== edge.mark()) return launch(key, wish, request, match).answer;
    const answer = await flight.answer;
    const open = 'resource' in answer && answer.resource.shared.audience === 'anyone';
    return open ? answer : launch(key, wish, request, match).answer;
  };

  return {
    peek(site, { method, url = '', headers }) {
      if ((method !== 'GET' && method !== 'HEAD') || headers.range !== undefined) return undefined;
      const resource = edge.find(`${site} ${url}`, wishOf(headers.accept));
      return resource?.shared.audience === 'anyone' ? resource : undefined;
    },
    async ask(site, sent, match) {
      const request = knownQuery(sent, match.endpoint.route);
      if (!isKept(request, match)) return { reply: await handle(services, request, match) };
      const key = `${site} ${canonicalPath(parseRequestPath(request.path) ?? [])}`;
      const resource = edge.find(key, wishOf(request.headers['accept']));
      if (!resource) return fetch(key, request, match);
      edge.alias(`${site} ${request.path}`, key);
      if (resource.shared.audience === 'anyone') return { resource };
      // Who asks for a page is known by its session, which the page itself reads.
      if (match.endpoint.route.page) return fetch(key, request, match);
      const principal = await authenticate(request, services);
      if (principal.kind !== 'user') return fetch(key, request, match);
      await requireSecondFactor('never', { principal, request, services });
      return { resource };
    },
  };
}

/**
 * Only whole answers to plain paths are kept: queries have no end, and ranges no one form. What the route does not read of
 * a query is none.
 */
function isKept(request: Request, { endpoint: { route } }: Match): boolean {
  const whole = request.query.size === 0 && request.headers['range'] === undefined;
  return whole && route.cache !== undefined && route.method === 'GET';
}

const handle = async (services: Services, request: Request, match: Match): Promise<Reply> =>
  match.endpoint.handle(request, match.params, services);

interface Errand {
  readonly key: string;
  readonly request: Request;
  readonly match: Match;
  readonly mark: number;
}

async function fly(
  edge: Edge,
  services: Services,
  { key, request, match, mark }: Errand,
): Promise<Answer> {
  const reply = await handle(services, request, match);
  const { shared, body, status = 200 } = reply;
  if (!shared || !body || status !== 200) return { reply };
  const bytes =
    body.kind === 'blob' && body.size <= LARGEST_BLOB
      ? await readWhole(services.blobs, body.key)
      : bytesAtHand(body);
  if (!bytes) return { reply };
  const resource = toResource(reply, shared, bytes);
  edge.keep(key, resource, mark);
  return { resource };
}
