import type { Writable } from 'node:stream';

import type { ProxyEvent } from './event.ts';

/** What goes out before the body. */
export interface ResponseHead {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
}

/** Lambda's way of answering piece by piece: its Node runtime has it as a global. */
interface LambdaRuntime {
  readonly streamifyResponse: (handle: StreamingHandler) => unknown;
  readonly HttpResponseStream: {
    readonly from: (response: Writable, head: ResponseHead) => Writable;
  };
}

export type StreamingHandler = (event: ProxyEvent, response: Writable) => Promise<void>;

declare global {
  var awslambda: LambdaRuntime | undefined;
}

/** The runtime that this process is in. Throws where it is none of Lambda's. */
export function lambdaRuntime(): LambdaRuntime {
  if (globalThis.awslambda) return globalThis.awslambda;
  throw new Error('this bundle runs in Lambda: there is no awslambda here');
}
