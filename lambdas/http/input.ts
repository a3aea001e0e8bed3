import type { MiddlewareObj } from '@middy/core';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type GenericSchema, type InferOutput, safeParse } from 'valibot';

import { invalid, tooLarge } from '#domain/errors.ts';
import type { Exchange } from '#http/exchange.ts';
import type { Request } from '#http/request.ts';
import type { Route } from '#http/route.ts';

const gunzipWithin = promisify(gunzip);

/** Bytes of a JSON body, where the endpoint does not read its body itself. */
const BODY_LIMIT = 1024 * 1024;

/** Reads query and body by the route's schemas, after it is known that the caller may. */
export function input(route: Route): MiddlewareObj<Exchange> {
  return {
    before: async ({ event: { request, call } }) => {
      if (route.query) {
        call['query'] = parse(route.query, Object.fromEntries(request.query), 'query');
      }
      if (route.body && route.body !== 'stream') {
        call['body'] = parse(route.body, await readJson(request), 'body');
      }
    },
  };
}

/** A value of the schema's type, or an `invalid` that names the field and says what is wrong with it. */
export function parse<S extends GenericSchema>(
  schema: S,
  value: unknown,
  where: string,
): InferOutput<S> {
  const result = safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = issue.path?.map(({ key }) => String(key)).join('.');
  throw invalid(`${where}${path ? `.${path}` : ''}: ${issue.message}`);
}

/** A JSON body, also one that npm or bun compressed; `limit`: bytes, also unpacked. */
export async function readJson(request: Request, limit = BODY_LIMIT): Promise<unknown> {
  const text = (await readBody(request, limit)).toString();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid('the request body is not valid JSON', cause);
  }
}

async function readBody({ body, headers }: Request, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw tooLarge(`the request body is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  // API Gateway unpacks what it hands on, and leaves the header as it was.
  const packed = headers['content-encoding'] === 'gzip' && bytes[0] !== BRACE;
  return packed ? unpack(bytes, limit) : bytes;
}

/** What a JSON body begins with, and gzip never does: `{`. */
const BRACE = 0x7b;

async function unpack(bytes: Buffer, limit: number): Promise<Buffer> {
  try {
    return await gunzipWithin(bytes, { maxOutputLength: limit });
  } catch (cause) {
    const larger = cause instanceof RangeError;
    if (larger) throw tooLarge(`the request body is larger than ${limit} bytes`);
    throw invalid('the request body is not the gzip that its headers announce', cause);
  }
}
