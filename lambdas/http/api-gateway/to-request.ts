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
    address: addressOf(headers) ?? event.requestContext.identity.sourceIp,
    baseUrl,
  };
}

/**
 * Behind a delivery network everybody comes from its addresses: it tells the client's in a header that it
 * alone can set, because nobody else gets past API Gateway.
 */
function addressOf(headers: Readonly<Record<string, string>>): string | undefined {
  const { PANTRY_CLIENT_ADDRESS_HEADER: name } = process.env;
  return name ? headers[name] : undefined;
}

async function* bodyOf({ body, isBase64Encoded }: ProxyEvent): AsyncGenerator<Uint8Array> {
  if (body) yield Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}
