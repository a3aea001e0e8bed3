import type { IncomingMessage, ServerResponse } from 'node:http';

import { integrityOf, pack, shasumOf } from '../../packages.ts';
import { answering } from '../answering.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const JSON_TYPE = { 'content-type': 'application/json' };

export const saying =
  (status: number, body: string, headers: Readonly<Record<string, string>> = JSON_TYPE): Answer =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);

/** Begins with an answer, and breaks off. */
export const cutting: Answer = (_, response) => {
  response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' });
  response.write('{"a":', () => response.destroy());
};

/** Wants a code of a second factor, whatever is asked. */
export const challenging = saying(401, '{"error":"The code, please"}', {
  ...JSON_TYPE,
  'www-authenticate': 'otp',
});

/** Answers what a login, a new token and a logout want to hear. */
export const GOOD = saying(
  200,
  JSON.stringify({ token: 'pantry_new', username: 'ann', key: 'k', created: '2026-01-01' }),
);

/** Nothing listens there, and no test ever will. */
export const deadUrl = async (): Promise<string> => 'http://127.0.0.1:1';

/** A registry with one package, `hello`. */
export async function sourceOfHello(): Promise<string> {
  const tarball = pack({ name: 'hello', version: '1.0.0' });
  const { url } = await answering(({ url: path = '', headers: { host } }, response) => {
    if (path.endsWith('.tgz')) return void response.end(tarball);
    const dist = {
      tarball: `http://${host}/hello/-/hello-1.0.0.tgz`,
      integrity: integrityOf(tarball),
      shasum: shasumOf(tarball),
    };
    const versions = { '1.0.0': { name: 'hello', version: '1.0.0', dist } };
    const document = { name: 'hello', 'dist-tags': { latest: '1.0.0' }, versions };
    const time = { '1.0.0': '2025-01-02T03:04:05.678Z' };
    response.writeHead(200, JSON_TYPE).end(JSON.stringify({ ...document, time }));
  });
  return url;
}
