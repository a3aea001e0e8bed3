import { invalid, tooLarge } from '#domain/errors.ts';
import type { Request } from '#http/request.ts';

/** Bytes: our forms have three fields. */
const LIMIT = 4096;

/** What a browser sends of a form. */
export async function readForm({ body, headers }: Request): Promise<URLSearchParams> {
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
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
