import * as v from 'valibot';
import { expect, test } from 'vitest';

import { MINUTE } from '#http/caching.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

import { createEdge } from '../../../local/edge/edge.ts';
import { createFront } from '../../../local/edge/front.ts';
import { server } from '../../target.ts';

test('what a route does not read of a query makes no other answer of it', async () => {
  const { services } = await server();
  if (!services) throw new Error('this one runs here');
  const route = defineRoute({
    method: 'GET',
    path: '/-/kept',
    summary: 'Show pages',
    permission: 'anyone',
    cache: MINUTE,
    query: v.object({ page: v.optional(v.string()) }),
    stores: [],
  });
  const seen: string[] = [];
  const handle = async ({ query }: { readonly query: URLSearchParams }) => {
    seen.push(query.toString());
    return { ...json({}), shared: { audience: 'anyone', tags: [] } } as const;
  };
  const front = createFront(createEdge(1e6), services);
  const ask = async (query: string) =>
    front.ask(
      'registry.test',
      {
        id: 'test',
        method: 'GET',
        path: '/-/kept',
        query: new URLSearchParams(query),
        headers: {},
        body: (async function* () {})(),
        address: '127.0.0.1',
        baseUrl: 'http://registry.test',
      },
      { endpoint: { route, handle }, params: {} },
    );
  for (const query of ['x=1', '', 'x=2&y']) expect(await ask(query)).toHaveProperty('resource');
  for (const query of ['page=2', 'page=2&x=1']) expect(await ask(query)).toHaveProperty('reply');
  expect(seen).toEqual(['', 'page=2', 'page=2']);
});
