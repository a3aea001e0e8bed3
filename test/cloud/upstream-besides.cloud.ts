import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { createOutside } from '../clients/outside.ts';
import { INSTALLING, installMixedTree } from '../upstream/mixed-tree.ts';
import { startUpstreamStage } from './upstream-stage.ts';

const { rehearsal, target, admin, upstream, reader, behind } = await startUpstreamStage();

describe('on AWS, the upstream is asked besides', () => {
  test('for advisories, also where the question is compressed', async () => {
    const route = '/-/npm/v1/security/advisories/bulk';
    const { name } = behind('1.0.0');
    upstream.answer(route, (_, response) => {
      response.end(JSON.stringify({ [name]: [{ title: 'a hole' }] }));
    });
    const response = await target.fetch(route, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify({ [name]: ['1.0.0'] })),
    });
    expect(await response.json()).toEqual({ [name]: [{ title: 'a hole' }] });
  });

  test('for attestations', async () => {
    const { name } = behind('1.0.0');
    const told = { attestations: [{ predicateType: 'somewhere', bundle: {} }] };
    upstream.answer(`/-/npm/v1/attestations/${name}@1.0.0`, (_, response) => {
      response.end(JSON.stringify(told));
    });
    expect((await reader.get(`/-/npm/v1/attestations/${name}@1.0.0`)).body).toEqual(told);
    expect((await reader.get(`/-/npm/v1/attestations/${name}@2.0.0`)).status).toBe(404);
  });

  test('for its keys', async () => {
    const key = { keyid: 'theirs', keytype: 'k', scheme: 's', key: 'x', expires: null };
    upstream.answer('/-/npm/v1/keys', (_, response) => {
      response.end(JSON.stringify({ keys: [key] }));
    });
    const { body } = await reader.get('/-/npm/v1/keys');
    expect(body.keys.map(({ keyid }: any) => keyid)).toContain('theirs');
  });

  test('for what it finds', async () => {
    upstream.answer('/-/v1/search?text=elsewhere&size=20&from=0', (_, response) => {
      const hit = { package: { name: 'found-elsewhere', version: '1.0.0' }, score: {} };
      response.end(JSON.stringify({ total: 1, objects: [hit] }));
    });
    const { body } = await reader.get('/-/v1/search?text=elsewhere');
    expect(body.objects).toEqual([
      expect.objectContaining({
        upstream: true,
        package: { name: 'found-elsewhere', version: '1.0.0' },
      }),
    ]);
  });
});

describe('on AWS, what is kept', () => {
  test('is listed, verified and removed by admins, also where it is damaged', async () => {
    const { name, tarballs, asked } = behind('1.0.0');
    const file = `/-/${name}-1.0.0.tgz`;
    await reader.get(`/${name}`);
    await target.fetch(`/${name}${file}`);
    const { body: page } = await admin.get(`/-/v1/cache?package=${name}`);
    expect(page.versions).toEqual([
      expect.objectContaining({ name, version: '1.0.0', size: tarballs[0]?.length }),
    ]);
    const { body: stats } = await admin.get('/-/v1/cache/stats');
    expect([stats.versions > 0, stats.documents > 0]).toEqual([true, true]);
    const damaged: unknown[] = [];
    let after = '';
    do {
      const { body } = await admin.post(`/-/v1/cache/verify?size=1000${after}`, {});
      damaged.push(...body.damaged);
      after = body.next === undefined ? '' : `&after=${encodeURIComponent(body.next)}`;
    } while (after !== '');
    expect(damaged).toEqual([]);
    const { body: removed } = await admin.remove(`/-/v1/cache?package=${name}`);
    expect(removed).toMatchObject({ versions: 1, documents: 1 });
    const again = await target.fetch(`/${name}${file}`);
    expect(Buffer.from(await again.arrayBuffer())).toEqual(tarballs[0]);
    expect(asked(file)).toBe(2);
    const alice = await user(target);
    expect((await alice.get('/-/v1/cache')).status).toBe(403);
  });
});

describe.each(INSTALLING)('on AWS, $name', (client) => {
  test('installs a tree of our packages and the upstream’s, also when that is gone', async () => {
    const registry = {
      ...target,
      host: new URL(target.url).host,
      admin,
      outside: await createOutside(),
      requests: async () => [],
    };
    expect(await installMixedTree(client, registry, upstream)).toEqual([true, true]);
  });
});

test('no role asked for what it may not', () => {
  expect(rehearsal.aws.denials).toEqual([]);
});
