import type { MiddlewareObj } from '@middy/core';

import { RegistryError, unavailable } from '#domain/errors.ts';
import type { Exchange } from '#http/exchange.ts';
import { logError } from '#http/log.ts';
import { refusedBy } from '#http/refused.ts';
import { json, type Reply } from '#http/reply.ts';
import { isPassingFailure } from '#store/failure.ts';
import { KeptOut } from '#store/upstream/kept-out.ts';
import { UpstreamError } from '#store/upstream/upstream-error.ts';

/** Turns whatever was thrown into the one form of error that clients see. */
export const errors = (): MiddlewareObj<Exchange, Reply> => ({
  onError: (exchange) => {
    exchange.response = errorReply(exchange.error, exchange.event.request.id);
  },
});

/** `error` is what npm 11 and bun print, `message` what npm 12 and yarn 1 fall back to, `code` is for programs. */
export function errorReply(error: unknown, requestId: string): Reply {
  const { status, headers, message, code } = explain(error, requestId);
  const refused =
    error instanceof KeptOut ? refusedBy(error.refusal, error.package, error.version) : {};
  return { ...json({ error: message, message, code }, status), headers, ...refused };
}

/** What whoever asked is told of an error. What nobody foresaw is a 500 that names its request and nothing else. */
export function explain(
  error: unknown,
  requestId: string,
): Pick<RegistryError, 'status' | 'headers' | 'message' | 'code'> {
  if (error instanceof RegistryError) return error;
  if (error instanceof UpstreamError) return upstreamFailed(error);
  if (error instanceof KeptOut) return keptOut(error);
  if (isPassingFailure(error)) {
    logError('a store did not answer', error, { request: requestId });
    return unavailable('the registry is overloaded at the moment: repeat the command');
  }
  logError('unhandled error', error, { request: requestId });
  return new RegistryError(
    'internal',
    `something went wrong in the registry (request ${requestId}): its log says what`,
  );
}

/** What a client is told of an upstream: whether to repeat the command, to ask somebody, or neither. */
function upstreamFailed(cause: UpstreamError): RegistryError {
  const { fault, message, retryAfter = 5 } = cause;
  const text = `the registry behind this one could not be used: ${message}`;
  if (fault === 'refused') return new RegistryError('forbidden', text, { cause });
  if (fault === 'unusable') return new RegistryError('bad_upstream', text, { cause });
  const headers = { 'retry-after': String(retryAfter) };
  return new RegistryError('unavailable', text, { cause, headers });
}

/** 451 for what nobody gets: npm prints the sentence for both. */
const keptOut = (cause: KeptOut): RegistryError =>
  new RegistryError(cause.refusal.kind === 'blocked' ? 'blocked' : 'forbidden', cause.message, {
    cause,
  });
