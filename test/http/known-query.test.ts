import { expect, test } from 'vitest';

import { endpoints } from '#endpoints';
import { knownQuery, queryNames } from '#http/known-query.ts';
import type { Request } from '#http/request.ts';
import type { Route } from '#http/route.ts';

const routes: readonly Route[] = Object.values(endpoints).map(({ route }) => route);

const asking = (query: string): Request => ({
  id: 'test',
  method: 'GET',
  path: '/any',
  query: new URLSearchParams(query),
  headers: {},
  body: (async function* () {})(),
  address: '127.0.0.1',
  baseUrl: 'http://registry.test',
});

const seen = (route: Route, query: string): string =>
  knownQuery(asking(query), route).query.toString();

test('every route that reads a query names what it reads', () => {
  const nameless = routes.filter((route) => route.query && queryNames(route).length === 0);
  expect(nameless).toEqual([]);
  expect(queryNames(endpoints['web-home/search'].route)).toEqual(['q', 'page']);
});

test('a route whose answers may be kept is shown no other query than it names', () => {
  const { 'package/packument-get': document, 'package/version-get': version } = endpoints;
  expect(seen(document.route, 'x=1&write=true&y')).toBe('write=true');
  expect(seen(version.route, 'x=1&write=true')).toBe('');
  expect(seen(endpoints['web-home/feed'].route, 'x=1')).toBe('');
  expect(seen(endpoints['web-package/versions'].route, 'x=1&page=2')).toBe('page=2');
  expect(seen(endpoints['login/page'].route, 'session=a')).toBe('session=a');
});
