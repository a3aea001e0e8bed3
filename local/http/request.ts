import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { Request } from '#http/request.ts';

/** What Node received, as endpoints read it. */
export function toRequest(message: IncomingMessage, address: string): Omit<Request, 'baseUrl'> {
  const { method = 'GET', url = '/' } = message;
  const [path, query] = splitUrl(url);
  return {
    id: randomBytes(8).toString('hex'),
    method,
    path,
    query: new URLSearchParams(query),
    headers: single(message.headers),
    // Ending early must not close the connection: the answer is still to be sent.
    body: message.iterator({ destroyOnReturn: false }),
    address,
  };
}

/** `/path?query` to path and query; some clients send an absolute URL. */
export function splitUrl(url: string): readonly [string, string] {
  const target = url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/]*/i, '');
  const mark = target.indexOf('?');
  return mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}

/** Node joins what may be repeated, but for `set-cookie`, which no request has. */
function single(headers: IncomingMessage['headers']): Request['headers'] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return headers as Request['headers'];
}
