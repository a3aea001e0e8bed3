import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createListener } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { atEnd } from '../at-end.ts';
import { folder } from '../target.ts';
import { answering } from './answering.ts';
import { behindTls, companyProxy, type Front, HOST } from './proxy.ts';
import { pantry } from './run.ts';

const NOTHING = `${HOST} could not be reached: it said nothing for 1 seconds\n`;

/** What is said of a registry that is given a second. */
async function waiting(env: Readonly<Record<string, string>>): Promise<string> {
  const script = `import { send } from ${JSON.stringify(path.resolve('cli/registry/send.ts'))};
    const asked = { method: 'GET', url: 'https://${HOST}', headers: {}, silence: 1000 };
    await send(asked).catch((error) => console.log(error.message));`;
  const file = path.join(folder(), 'ask.mts');
  writeFileSync(file, script);
  return (await pantry(folder(), [], env, { command: file })).stdout;
}

/** It takes connections, and says nothing to who comes. */
async function silentPort(): Promise<number> {
  const silent = createListener();
  await new Promise<void>((resolve) => {
    silent.listen(0, '127.0.0.1', resolve);
  });
  atEnd(() => silent.close());
  return (silent.address() as AddressInfo).port;
}

/** A registry with TLS. */
async function frontOf(answer: (response: ServerResponse) => void, certified?: string) {
  const { url, requests } = await answering((_, response) => answer(response));
  return { ...(await behindTls(Number(new URL(url).port), certified)), requests };
}

const half = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-length': '100' }).write('half of it');
};

describe('who says nothing is given up', () => {
  test('a proxy', async () => {
    expect(await waiting({ HTTPS_PROXY: `127.0.0.1:${await silentPort()}` })).toBe(NOTHING);
  });

  test.each<[string, () => Promise<Front>]>([
    ['no TLS', async () => ({ ...(await frontOf(half)), port: await silentPort() })],
    ['TLS and no answer', async () => frontOf(() => undefined)],
    ['half an answer', async () => frontOf(half)],
  ])('a registry in the tunnel, after one time: %s', async (_, start) => {
    const { port, certificate } = await start();
    const proxy = await companyProxy(port);
    const env = { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: certificate };
    expect([await waiting(env), proxy.seen.length]).toEqual([NOTHING, 1]);
  });
});

/** Asks an address who one is, where somebody answers who has a certificate for that. */
async function whoamiAt(address: string, certified: string) {
  const front = await frontOf((response) => response.end('{"username":"me"}'), certified);
  const proxy = await companyProxy(front.port);
  const env = {
    PANTRY_REGISTRY: `https://${address}`,
    PANTRY_TOKEN: 'pantry_of_nobody_1',
    HTTPS_PROXY: proxy.url,
    NODE_EXTRA_CA_CERTS: front.certificate,
  };
  const outcome = await pantry(folder(), ['whoami'], env);
  return { ...outcome, requests: front.requests, seen: proxy.seen };
}

describe('an address in the tunnel', () => {
  test.each([
    ['10.9.9.9', 'IP:10.9.9.9'],
    ['[2001:db8::1]', 'IP:2001:db8::1'],
  ])('is what a certificate must be for: %s', async (address, certified) => {
    const { code, stdout, seen } = await whoamiAt(address, certified);
    expect([code, stdout]).toEqual([0, expect.stringContaining('me')]);
    expect(new Set(seen)).toEqual(new Set([`CONNECT ${address}:443`]));
  });

  test.each(['10.9.9.9', '[2001:db8::1]'])(
    'gets no token where the certificate is for localhost: %s',
    async (address) => {
      const { code, stderr, requests } = await whoamiAt(address, 'DNS:localhost');
      const sentence = expect.stringContaining("does not match certificate's altnames");
      expect([code, stderr, requests]).toEqual([4, sentence, []]);
    },
  );
});
