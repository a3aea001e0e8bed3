import { describe, expect, test } from 'vitest';

import { anonymous, escape, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { startUpstream } from './controllable.ts';

const PATH = '/-/npm/v1/attestations';
const upstream = await startUpstream();
const registry = await server({ upstream: upstream.url });
const reader = anonymous(registry);
const ATTESTATIONS = { attestations: [{ predicateType: 'https://slsa.dev/provenance/v1' }] };

/** A version upstream that says where it came from. */
function attested(name = uniqueName()) {
  const asked = `${PATH}/${name}@1.0.0`;
  upstream.publish(name, '1.0.0', {
    dist: { attestations: { url: upstream.url + asked, provenance: { predicateType: 'x' } } },
  });
  upstream.answer(asked, (_, response) => void response.end(JSON.stringify(ATTESTATIONS)));
  return { name, asked };
}

const times = (asked: string): number =>
  upstream.requests.filter((request) => request === `GET ${asked}`).length;

describe('attestations of the upstream', () => {
  test.each(['', '@some/'])('are asked for here, and passed on: %sname', async (scope) => {
    const { name, asked } = attested(scope + uniqueName());
    for (const accept of ['application/json', 'application/vnd.npm.install-v1+json']) {
      const { body } = await reader.get(`/${escape(name)}`, { accept });
      const { attestations } = body.versions['1.0.0'].dist;
      expect(attestations).toEqual({
        url: `${registry.url}${asked}`,
        provenance: { predicateType: 'x' },
      });
    }
    const { status, body } = await reader.get(asked);
    expect([status, body]).toEqual([200, ATTESTATIONS]);
    await reader.get(asked);
    expect(times(asked)).toBe(1);
    registry.advance?.(4_000_000);
    await reader.get(asked);
    expect(times(asked)).toBe(2);
  });

  test('lead to wherever the registry is reached, however the upstream wrote its document', async () => {
    const { name, asked } = attested();
    const escaped = uniqueName();
    upstream.publish(escaped, '1.0.0', {
      description: 'in "quotes" \\/',
      dist: { attestations: { provenance: {}, url: 'https://elsewhere.test/x' } },
    });
    const moved = await registry.fetch(`/${name}`, { headers: { host: 'localhost' } });
    expect(JSON.stringify(await moved.json())).not.toContain(upstream.url);
    const other = await fetch(`${registry.origin.replace('localhost', '127.0.0.1')}/${escaped}`);
    const { versions } = (await other.json()) as any;
    expect(versions['1.0.0'].dist.attestations).toEqual({
      url: `${registry.origin.replace('localhost', '127.0.0.1')}${PATH}/${escaped}@1.0.0`,
      provenance: {},
    });
    expect(asked).toContain(name);
  });

  test('that are not there are not there, and are not asked for again at once', async () => {
    const name = uniqueName();
    upstream.publish(name, '1.0.0');
    const asked = `${PATH}/${name}@1.0.0`;
    expect([(await reader.get(asked)).status, (await reader.get(asked)).status]).toEqual([
      404, 404,
    ]);
    expect(times(asked)).toBe(1);
  });

  test.each([
    ['<html>', 502],
    ['{"attestations":7}', 502],
    ['[]', 502],
  ])('are JSON of their kind, or nothing: %s', async (text, status) => {
    const { asked } = attested();
    upstream.answer(asked, (_, response) => void response.end(text));
    expect((await reader.get(asked)).status).toBe(status);
  });

  test('have an end', async () => {
    const { asked } = attested();
    upstream.answer(asked, (_, response) => void response.end('x'.repeat(9_000_000)));
    expect((await reader.get(asked)).status).toBe(502);
  });

  test('of an upstream that fails are not said to be missing', async () => {
    const { asked } = attested();
    upstream.answer(asked, (_, response) => void response.writeHead(500).end());
    expect((await reader.get(asked)).status).toBe(503);
  });

  test('of what somebody has here are not asked for there', async () => {
    const admin = await user(registry);
    const { name, asked } = attested();
    expect((await reader.get(asked)).status).toBe(200);
    await admin.publish({ name, version: '1.0.0' });
    expect((await reader.get(asked)).status).toBe(404);
    expect(times(asked)).toBe(1);
  });

  test.each(['x', '@some/x', 'x@latest', 'x@1.0', '@1.0.0'])(
    'need a package and a version: %s',
    async (spec) => {
      expect((await reader.get(`${PATH}/${spec}`)).status).toBe(404);
    },
  );

  test('are those of the upstream that serves the name', async () => {
    const partner = await startUpstream();
    const list = [{ url: partner.url, packages: ['@partner'] }, { url: upstream.url }];
    const several = await server({ upstreams: JSON.stringify(list) });
    const { asked } = attested('@partner/kit');
    expect((await anonymous(several).get(asked)).status).toBe(404);
    expect(partner.requests).toEqual([`GET ${asked}`]);
    expect(times(asked)).toBe(0);
  });
});
