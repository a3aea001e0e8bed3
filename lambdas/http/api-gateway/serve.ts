import { beginsDownload } from '#http/begins-download.ts';
import type { Endpoint } from '#http/endpoint.ts';
import { errorReply } from '#http/error-reply.ts';
import { logError } from '#http/log.ts';
import type { Missing } from '#http/missing.ts';
import type { Download, Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { createRouter, type Router } from '#http/router.ts';
import type { Refused } from '#store/downloads/refused.ts';
import type { Services } from '#store/services.ts';

import { lambdaRuntime } from './runtime.ts';
import { type Answer, type BlobUrl, send, toAnswer } from './send-reply.ts';
import { toRequest } from './to-request.ts';

/** How a function that answers with tarballs hands them out. */
export interface TarballDelivery {
  readonly blobUrl: BlobUrl;
  /** Notes that a tarball was handed out, and to whom. */
  readonly count: (download: Download, request: Request) => Promise<void>;
  /** Notes what somebody looked for in vain. */
  readonly countMissing: (missing: Missing) => Promise<void>;
  /** Notes what a rule kept from somebody. */
  readonly countRefused: (refused: Refused) => Promise<void>;
}

/** Makes the handler of a Lambda behind a REST API whose integration streams. */
export function serve(
  endpoints: readonly Endpoint[],
  services: Services,
  delivery: TarballDelivery = NONE,
): unknown {
  const route = createRouter(endpoints);
  const runtime = lambdaRuntime();
  return runtime.streamifyResponse(async (event, response) => {
    const request = toRequest(event, services.policy.publicUrl);
    const { answer, refused } = await answerTo(request, { route, services, delivery });
    await send(answer, runtime.HttpResponseStream.from(response, answer.head));
    if (refused) await countRefused(refused, request, delivery);
    // The client has its answer; what is left would be frozen with this process.
    await services.upstreams?.idle();
  });
}

const NONE: TarballDelivery = {
  blobUrl: async () => {
    throw new Error('this function hands out no tarballs: its route does not name the store');
  },
  count: async () => {},
  countMissing: async () => {},
  countRefused: async () => {},
};

interface Parts {
  readonly route: Router;
  readonly services: Services;
  readonly delivery: TarballDelivery;
}

interface Answered {
  readonly answer: Answer;
  readonly refused: Reply['refused'];
}

/** The answer, also where working it out fails: a store may fail while its blob's URL is made. */
async function answerTo(request: Request, parts: Parts): Promise<Answered> {
  try {
    const reply = await replyTo(request, parts);
    const answer = await toAnswer(request, reply, parts.delivery.blobUrl);
    await countDownload(request, reply, answer, parts.delivery);
    return { answer, refused: reply.refused };
  } catch (error) {
    const answer = await toAnswer(request, errorReply(error, request.id), NONE.blobUrl);
    return { answer, refused: undefined };
  }
}

async function replyTo(request: Request, { route, services }: Parts): Promise<Reply> {
  const { endpoint, params } = route(request.method, request.path);
  return endpoint.handle(request, params, services);
}

/** One that can't be counted is handed out all the same. */
async function countDownload(
  request: Request,
  { download, missing }: Reply,
  { head }: Answer,
  { count, countMissing }: TarballDelivery,
): Promise<void> {
  const counts = download && head.statusCode < 304 && beginsDownload(request);
  try {
    if (counts) await count(download, request);
    if (missing) await countMissing(missing);
  } catch (error) {
    logError('a download was not counted', error, { request: request.id });
  }
}

/** Behind the answer, which waits for no count. */
async function countRefused(
  refused: Refused,
  { id }: Request,
  { countRefused: count }: TarballDelivery,
): Promise<void> {
  try {
    await count(refused);
  } catch (error) {
    logError('a refusal was not counted', error, { request: id });
  }
}
