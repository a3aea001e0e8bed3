import { createServer, type IncomingMessage, type Server } from 'node:http';

import { beginsDownload } from '#http/begins-download.ts';
import { meetConditions } from '#http/conditional.ts';
import type { Endpoint } from '#http/endpoint.ts';
import { errorReply } from '#http/error-reply.ts';
import { logError } from '#http/log.ts';
import { createRouter } from '#http/router.ts';
import type { Services } from '#store/services.ts';

import type { DownloadCounter } from '../downloads/counter.ts';
import type { Edge } from '../edge/edge.ts';
import { createFront } from '../edge/front.ts';
import { unpack } from '../edge/resource.ts';
import type { AccessLog } from './access-log.ts';
import { createAdmission } from './admission.ts';
import { createHosts, type HostRules } from './hosts.ts';
import { createRedaction } from './redaction.ts';
import type { RequestCounts } from './request-counts.ts';
import { splitUrl, toRequest } from './request.ts';
import { type Exchange, readyRendition, sendReply, sendResource, type Sent } from './send.ts';

export interface ServerParts {
  readonly services: Services;
  readonly endpoints: readonly Endpoint[];
  readonly edge: Edge;
  readonly hosts: HostRules;
  readonly log: AccessLog;
  readonly downloads: DownloadCounter;
  readonly requests: RequestCounts;
}

/** An upload of hundreds of megabytes over a slow line takes its time; a head does not. */
const TIMES = { requestTimeout: 3_600_000, headersTimeout: 30_000, keepAliveTimeout: 65_000 };

/** An HTTP server over the endpoints, with the edge in front of them. */
export function createRegistryServer(parts: ServerParts): Server {
  const { services, edge, hosts } = parts;
  const front = createFront(edge, services);
  const route = createRouter(parts.endpoints);
  const noteOf = createNotes(parts);
  const admission = createAdmission();
  const { siteOf, baseUrlOf } = createHosts(hosts);

  const ask = async (exchange: Exchange, address: string): Promise<Sent> => {
    const { message } = exchange;
    const request = toRequest(message, address);
    const leave = message.method === 'PUT' ? await admission.enter() : undefined;
    try {
      const addressed = { ...request, baseUrl: baseUrlOf(message.headers) };
      const match = route(request.method, request.path);
      const answer = await front.ask(siteOf(message.headers), addressed, match);
      if ('reply' in answer) {
        const reply = meetConditions(request.headers, answer.reply);
        return await sendReply(reply, exchange, services.blobs);
      }
      const { resource } = answer;
      const rendition = readyRendition(resource, message) ?? (await unpack(resource));
      edge.reweigh(resource);
      return sendResource(resource, rendition, exchange);
    } catch (error) {
      return await fail(error, request.id, exchange, services);
    } finally {
      leave?.();
    }
  };

  return createServer(TIMES, (message, response) => {
    const started = performance.now();
    const address = addressOf(message, hosts.trustProxy);
    const note = noteOf(message, address, started);
    const resource = front.peek(siteOf(message.headers), message);
    const rendition = resource && readyRendition(resource, message);
    if (rendition) note(sendResource(resource, rendition, { message, response }));
    else void ask({ message, response }, address).then(note);
  });
}

/** Says what notes how a request was answered, once it is. */
function createNotes({ endpoints, log, downloads, requests }: ServerParts) {
  const shown = createRedaction(endpoints);
  return (message: IncomingMessage, address: string, started: number) =>
    ({ status, bytes, download, missing, refused }: Sent): void => {
      const { method = '', url = '', headers } = message;
      const ended = performance.now();
      const duration = ended - started;
      requests.count(status, duration, ended);
      if (download && status < 300 && beginsDownload(message)) {
        downloads.count(download, headers['user-agent'], address);
      }
      if (missing) downloads.countMissing(missing);
      if (refused && method === 'GET') downloads.countRefused(refused);
      log({ method, path: shown(splitUrl(url)[0]), status, bytes, duration, address });
    };
}

/** The client's address; behind our own proxy the one that the proxy saw. */
function addressOf({ socket, headers }: IncomingMessage, trustProxy: boolean): string {
  const seen = trustProxy ? headers['x-forwarded-for'] : undefined;
  const last = typeof seen === 'string' ? seen.split(',').at(-1)?.trim() : undefined;
  return last ?? socket.remoteAddress ?? '';
}

/** Answers with the error, or drops the connection when the answer is already under way. */
async function fail(
  error: unknown,
  requestId: string,
  exchange: Exchange,
  { blobs }: Services,
): Promise<Sent> {
  const { response } = exchange;
  if (!response.headersSent) return sendReply(errorReply(error, requestId), exchange, blobs);
  if (!response.destroyed) logError('answer broken off', error, { request: requestId });
  response.destroy();
  return { status: 499, bytes: 0 };
}
