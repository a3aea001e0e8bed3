import { forbidden, invalid, tooLarge } from '#domain/errors.ts';
import type { Request } from '#http/request.ts';

/** Bytes of a form. */
const LIMIT = 128 * 1024;
const FIELDS = 1000;

/** What a form holds: a field that comes several times is a list. */
export type Form = Readonly<Record<string, string | readonly string[]>>;

/** What a browser sends of a form of ours. Throws where the page that it comes from is another's. */
export async function readForm(request: Request): Promise<Form> {
  requireSameOrigin(request);
  const { body, headers } = request;
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) {
    throw invalid('this takes the form of its page: open the URL in a browser');
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LIMIT) throw tooLarge(`the form is larger than ${LIMIT} bytes`);
    chunks.push(chunk);
  }
  return fieldsOf(new URLSearchParams(Buffer.concat(chunks).toString()));
}

function fieldsOf(sent: URLSearchParams): Form {
  if (sent.size > FIELDS) throw tooLarge(`the form has more than ${FIELDS} fields`);
  const fields = new Map<string, string | readonly string[]>();
  for (const [name, value] of sent) {
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  }
  fields.delete('__proto__');
  return Object.fromEntries(fields);
}

/**
 * A page elsewhere can send our forms too, with the cookie of who looks at it. Browsers say where a form comes from, by
 * `sec-fetch-site`, and older ones by `origin`; who says neither is none.
 */
function requireSameOrigin({ headers, baseUrl }: Request): void {
  const { 'sec-fetch-site': site, origin } = headers;
  const own =
    site === undefined
      ? origin !== undefined && URL.parse(origin)?.host === new URL(baseUrl).host
      : site === 'same-origin';
  if (!own) {
    throw forbidden('this form was sent by another site: open its page here, and send it again');
  }
  // The session's cookie would go over plain HTTP as well.
  if (origin?.startsWith('https:') && baseUrl.startsWith('http:')) {
    throw forbidden(
      'this page came by TLS and the registry does not know it: set publicUrl, or trustProxy, in its configuration',
    );
  }
}
