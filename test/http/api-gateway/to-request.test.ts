import { describe, expect, test } from 'vitest';

import type { ProxyEvent } from '#http/api-gateway/event.ts';
import { toRequest } from '#http/api-gateway/to-request.ts';

const event = (parts: Partial<ProxyEvent> = {}): ProxyEvent => ({
  httpMethod: 'GET',
  path: '/@acme%2ftool',
  headers: null,
  multiValueQueryStringParameters: null,
  requestContext: { requestId: 'r1', identity: { sourceIp: '192.0.2.7' } },
  body: null,
  isBase64Encoded: false,
  ...parts,
});

const bodyOf = async (parts: Partial<ProxyEvent>): Promise<string> =>
  Buffer.concat(await Array.fromAsync(toRequest(event(parts), '').body)).toString();

describe('an event of API Gateway is a request', () => {
  test('with its path as the client spelled it, its address and its id', () => {
    expect(toRequest(event(), 'https://npm.example.com')).toMatchObject({
      id: 'r1',
      method: 'GET',
      path: '/@acme%2ftool',
      address: '192.0.2.7',
      baseUrl: 'https://npm.example.com',
      headers: {},
    });
  });

  test('with header names in lower case', () => {
    const headers = { Authorization: 'Bearer x', 'If-None-Match': '"a"' };
    expect(toRequest(event({ headers }), '').headers).toEqual({
      authorization: 'Bearer x',
      'if-none-match': '"a"',
    });
  });

  test('with every value of its query', () => {
    const multiValueQueryStringParameters = { text: ['keywords:cli a&b'], size: ['2', '3'] };
    const { query } = toRequest(event({ multiValueQueryStringParameters }), '');
    expect([query.get('text'), query.getAll('size')]).toEqual(['keywords:cli a&b', ['2', '3']]);
  });

  test('with its body, also where it came in base64', async () => {
    expect(await bodyOf({})).toBe('');
    expect(await bodyOf({ body: '{"ü":1}' })).toBe('{"ü":1}');
    expect(await bodyOf({ body: 'eyJhIjoxfQ==', isBase64Encoded: true })).toBe('{"a":1}');
  });
});
