import { expect, test } from 'vitest';

import { anonymous } from '../client.ts';
import { server } from '../target.ts';
import { startUpstream } from './controllable.ts';

const PATH = '/-/npm/v1/keys';
const KEY = {
  keyid: 'SHA256:theirs',
  keytype: 'ecdsa-sha2-nistp256',
  scheme: 'x',
  key: 'x',
  expires: null,
};

async function keysOf(answer: string | undefined) {
  const upstream = await startUpstream();
  upstream.answer(PATH, (_, response) => void response.writeHead(answer ? 200 : 500).end(answer));
  const registry = await server({ upstream: upstream.url });
  const keys = async () =>
    (await anonymous(registry).get(PATH)).body.keys.map(({ keyid }: any) => keyid);
  return { upstream, registry, keys };
}

test('the keys of the upstream stand beside ours, so that signatures of both verify', async () => {
  const { keys, upstream, registry } = await keysOf(
    JSON.stringify({ keys: [KEY, { keyid: 'no key' }] }),
  );
  expect(await keys()).toEqual([expect.stringMatching(/^SHA256:/), 'SHA256:theirs']);
  await keys();
  expect(upstream.requests).toEqual([`GET ${PATH}`]);
  registry.advance?.(4_000_000);
  await upstream.sleep();
  expect((await keys()).at(-1)).toBe('SHA256:theirs');
});

test.each([undefined, '<html>', '{"keys":"none"}'])(
  'ours are there where it answers %s',
  async (answer) => {
    const { keys } = await keysOf(answer);
    expect(await keys()).toEqual([expect.stringMatching(/^SHA256:/)]);
  },
);
