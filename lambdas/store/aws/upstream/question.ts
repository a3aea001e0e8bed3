import type { PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';
import type { Version } from '#domain/version.ts';
import { AwsError, callAws, readBody } from '#store/aws/call.ts';
import { endpointOf } from '#store/aws/signature.ts';
import type { Versions } from '#store/upstream/advisories.ts';
import type { UpstreamSearchQuery } from '#store/upstream/client.ts';
import { UpstreamError, type UpstreamFault } from '#store/upstream/upstream-error.ts';

/** What a schedule asks of it: to fetch the lists of malware anew. */
export interface ScheduledQuestion {
  readonly ask: 'malware';
}

/** What functions that face clients ask of the proxy, the only one that talks with upstreams. */
export type Question = { readonly upstream: string } & (
  | { readonly ask: 'document'; readonly name: PackageName; readonly form: Form }
  | {
      readonly ask: 'tarball' | 'attestations';
      readonly name: PackageName;
      readonly version: Version;
    }
  | { readonly ask: 'advisories'; readonly versions: Versions }
  | { readonly ask: 'search'; readonly query: UpstreamSearchQuery }
  | { readonly ask: 'keys' }
);

/** Why an upstream could not be used, as it passes between functions. */
export interface Failure {
  readonly fault: UpstreamFault;
  readonly message: string;
  readonly retryAfter?: number | undefined;
}

/** Documents and tarballs are in their stores when the answer comes: what is here is small. */
export type ProxyAnswer = { readonly answer: unknown } | { readonly failure: Failure };

export const toFailure = ({ fault, message, retryAfter }: UpstreamError): Failure => ({
  fault,
  message,
  ...(retryAfter !== undefined && { retryAfter }),
});

export const toUpstreamError = ({ fault, message, retryAfter }: Failure): UpstreamError =>
  new UpstreamError(fault, message, { retryAfter });

/** Asks the proxy, for so many milliseconds. Throws UpstreamError. */
export async function askProxy(
  proxy: string,
  question: Question,
  patience: number,
): Promise<unknown> {
  const outcome = await invoke(proxy, question, patience);
  if ('failure' in outcome) throw toUpstreamError(outcome.failure);
  return outcome.answer;
}

async function invoke(proxy: string, question: Question, silence: number): Promise<ProxyAnswer> {
  try {
    const response = await callAws(
      { service: 'lambda', place: endpointOf('lambda'), silence, attempts: 1 },
      {
        method: 'POST',
        path: `/2015-03-31/functions/${proxy}/invocations`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(question),
      },
    );
    const text = (await readBody(response)).toString();
    if (response.headers['x-amz-function-error'] !== undefined) throw new Error(text);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the proxy answers
    return JSON.parse(text) as ProxyAnswer;
  } catch (cause) {
    const late = cause instanceof AwsError && cause.name === 'TimeoutError';
    const message = late
      ? 'it takes longer than a request may: ask again in a moment'
      : 'it can’t be asked at this moment';
    throw new UpstreamError('unreachable', message, { cause });
  }
}
