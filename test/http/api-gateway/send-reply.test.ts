import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { toAnswer } from '#http/api-gateway/send-reply.ts';
import { toRequest } from '#http/api-gateway/to-request.ts';
import { json, type Reply } from '#http/reply.ts';

const blobUrl = async ({ key }: { readonly key: string }): Promise<string> =>
  `https://blobs.example.com/${key}`;

const ask = async (reply: Reply, headers: Record<string, string> = {}, httpMethod = 'GET') =>
  toAnswer(
    toRequest(
      {
        httpMethod,
        path: '/x',
        headers,
        multiValueQueryStringParameters: null,
        requestContext: { requestId: 'r', identity: { sourceIp: '' } },
        body: null,
        isBase64Encoded: false,
      },
      '',
    ),
    reply,
    blobUrl,
  );

const text = 'a document '.repeat(500);
const document: Reply = {
  headers: { etag: 'W/"e"', 'content-type': 'application/json' },
  body: { kind: 'gzip', bytes: gzipSync(text), size: text.length },
};
const tarball: Reply = {
  headers: { etag: '"t"', 'cache-control': 'public' },
  body: { kind: 'blob', key: 'abc', size: 1000 },
};

describe('an answer through API Gateway', () => {
  test('is sent compressed as it was stored, to who accepts that', async () => {
    const { head, body } = await ask(document, { 'accept-encoding': 'gzip, br' });
    expect(head.headers).toMatchObject({ 'content-encoding': 'gzip', etag: 'W/"e"' });
    expect(gunzipSync(body ?? '').toString()).toBe(text);
  });

  test('is unpacked for who does not', async () => {
    const { head, body } = await ask(document);
    expect(head.headers['content-encoding']).toBeUndefined();
    expect(Buffer.from(body ?? '').toString()).toBe(text);
  });

  test('is compressed where it is long JSON', async () => {
    const long = json({ text });
    const { head, body } = await ask(long, { 'accept-encoding': 'gzip' });
    expect(head.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'application/json',
      'content-length': String(body?.length),
    });
    expect((await ask(json({}), { 'accept-encoding': 'gzip' })).head.headers).toEqual({
      'content-type': 'application/json',
      'content-length': '2',
    });
  });

  test('is 304 without a body where the client has it', async () => {
    const { head, body } = await ask(document, { 'if-none-match': '"e"' });
    expect([head.statusCode, body]).toEqual([304, undefined]);
  });

  test('leads to a tarball by 302, also for a range of it', async () => {
    for (const headers of [{}, { range: 'bytes=0-9' }]) {
      const { head, body } = await ask(tarball, headers);
      expect(head.statusCode).toBe(302);
      expect(head.headers['location']).toBe('https://blobs.example.com/abc');
      expect(body).toBeUndefined();
    }
  });

  test('says how large a tarball is to HEAD, and 304 or 416 at once', async () => {
    const { head, body } = await ask(tarball, {}, 'HEAD');
    expect([head.statusCode, head.headers['content-length'], body]).toEqual([
      200,
      '1000',
      undefined,
    ]);
    expect((await ask(tarball, { 'if-none-match': '"t"' })).head.statusCode).toBe(304);
    expect((await ask(tarball, { range: 'bytes=2000-' })).head.statusCode).toBe(416);
  });

  test('to HEAD has the head of GET and no body', async () => {
    const { head, body } = await ask(document, { 'accept-encoding': 'gzip' }, 'HEAD');
    expect(head).toEqual((await ask(document, { 'accept-encoding': 'gzip' })).head);
    expect(body).toBeUndefined();
  });
});
