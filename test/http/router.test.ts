import { expect, test } from 'vitest';

import { endpoints } from '#endpoints';
import { createRouter } from '#http/router.ts';

const route = createRouter(Object.values(endpoints));
const nameOf = (method: string, path: string): readonly [string | undefined, object] => {
  const { endpoint, params } = route(method, path);
  return [Object.entries(endpoints).find(([, each]) => each === endpoint)?.[0], params];
};

test.each([
  ['GET', '/name', 'package/packument-get', { package: 'name' }],
  ['HEAD', '/name', 'package/packument-get', { package: 'name' }],
  ['GET', '/@s%2fn', 'package/packument-get', { package: '@s/n' }],
  ['GET', '/@s/n/latest', 'package/version-get', { package: '@s/n', version: 'latest' }],
  ['GET', '/n/-/n-1.0.0.tgz', 'tarball/get', { package: 'n', file: 'n-1.0.0.tgz' }],
  ['PUT', '/n', 'package/put', { package: 'n' }],
  ['PUT', '/n/-rev/1-x', 'package/replace', { package: 'n', rev: '1-x' }],
  ['DELETE', '/n/-rev/1-x', 'package/remove', { package: 'n', rev: '1-x' }],
  [
    'DELETE',
    '/n/-/n-1.0.0.tgz/-rev/1-x',
    'tarball/remove',
    { package: 'n', file: 'n-1.0.0.tgz', rev: '1-x' },
  ],
  ['GET', '/-/whoami', 'account/whoami', {}],
  ['GET', '/-/user/org.couchdb.user:bob', 'account/user-get', { id: 'org.couchdb.user:bob' }],
  ['PUT', '/-/user/v1/star', 'stars/set', {}],
  ['DELETE', '/-/user/token/abc', 'account/logout', { token: 'abc' }],
])('%s %s goes to %s', (method, path, name, params) => {
  expect(nameOf(method, path)).toEqual([name, params]);
});

test.each([
  ['GET', '/-', 'not_found'],
  ['GET', '/-/all', 'not_found'],
  ['GET', '/-/nothing', 'not_found'],
  ['PATCH', '/name', 'method_not_allowed'],
  ['POST', '/-/whoami', 'method_not_allowed'],
])('%s %s is %s', (method, path, code) => {
  expect(() => route(method, path)).toThrow(expect.objectContaining({ code }));
});
