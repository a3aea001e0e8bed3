import type { Request } from '#http/request.ts';

import type { ProxyEvent } from './event.ts';

/** A request as API Gateway hands it in. */
export function toRequest(event: ProxyEvent, baseUrl: string): Request {
  const headers = Object.fromEntries(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    id: event.requestContext.requestId,
    method: event.httpMethod,
    path: event.path,
    query: new URLSearchParams(
      Object.entries(event.multiValueQueryStringParameters ?? {}).flatMap(([name, values]) =>
        values.map((value): [string, string] => [name, value]),
      ),
    ),
    headers,
    body: bodyOf(event),
    address: event.requestContext.identity.sourceIp,
    baseUrl,
  };
}

async function* bodyOf({ body, isBase64Encoded }: ProxyEvent): AsyncGenerator<Uint8Array> {
  if (body) yield Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}
