import { describe, expect, test } from 'vitest';

import { anonymous } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { type Answer, startUpstream } from './controllable.ts';

const upstream = await startUpstream();
const registry = await server({ upstream: upstream.url });

const never: Answer = () => undefined;

/** Says nothing any more after its first bytes. */
const begins =
  (first: string): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(first);
  };

/** Goes on for as long as somebody listens. */
const endless: Answer = (_, response) => {
  const piece = 'x'.repeat(1024 * 1024);
  const more = (): void => {
    while (response.writable && response.write(piece));
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"readme":"');
  response.on('drain', more);
  more();
};

async function read(path: string) {
  try {
    const response = await registry.fetch(path);
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: 'broken off', body: '' };
  }
}

// Each of them waits for its deadline: all at once.
describe.concurrent('an upstream that hangs', () => {
  test.each<[string, Answer]>([
    ['before its head', never],
    ['after its head', begins('')],
    ['in the middle', begins('{"versions":{')],
  ])(
    '%s is given up, and told',
    async (_, answer) => {
      const name = uniqueName();
      upstream.publish(name, '1.0.0');
      upstream.answer(`/${name}`, answer);
      const { status, body } = await read(`/${name}`);
      expect([status, body]).toEqual([503, expect.stringMatching(/can’t be reached|broke off/)]);
    },
    180_000,
  );

  test('in the middle of a tarball breaks off, and nothing of it is kept', async () => {
    const name = uniqueName();
    const bytes = upstream.publish(name, '1.0.0');
    const path = `/${name}/-/${name}-1.0.0.tgz`;
    upstream.answer(path, (_, response) => {
      response.writeHead(200, { 'content-length': String(bytes.length) });
      response.write(bytes.subarray(0, 5));
      setTimeout(() => void response.write(bytes.subarray(5, 10)), 50);
    });
    expect((await read(path)).status).toBe('broken off');
    upstream.answer(path, undefined);
    const again = await registry.fetch(path);
    expect(Buffer.from(await again.arrayBuffer())).toEqual(bytes);
  }, 180_000);
});

test('a document that does not end is given up, and told', async () => {
  const name = uniqueName();
  upstream.answer(`/${name}`, endless);
  const { status, body } = await anonymous(registry).get(`/${name}`);
  expect([status, body.error]).toEqual([502, expect.stringContaining('does not end')]);
});

test('a tarball that does not end is given up, and nothing of it is kept', async () => {
  const small = await server({ upstream: upstream.url, maxTarball: '8' });
  const name = uniqueName();
  upstream.publish(name, '1.0.0');
  const path = `/${name}/-/${name}-1.0.0.tgz`;
  upstream.answer(path, endless);
  const { status, headers } = await small.fetch(path, { method: 'HEAD' });
  expect([status, headers.get('content-length')]).toEqual([502, expect.anything()]);
});
