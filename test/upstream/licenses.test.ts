import { describe, expect, test } from 'vitest';

import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { startUpstream } from './controllable.ts';
import { seen, tarball } from './seen.ts';

const upstream = await startUpstream();

/** Versions of a package by what their manifests say. */
function published(manifests: Readonly<Record<string, object>>): string {
  const name = uniqueName();
  for (const [version, manifest] of Object.entries(manifests)) {
    upstream.publish(name, version, { ...manifest });
  }
  return name;
}

describe('where licences are listed', () => {
  test('only what has one of them comes in, whichever document is asked for', async () => {
    const name = published({
      '1.0.0': { license: 'MIT' },
      '1.1.0': { license: '(GPL-3.0 OR BSD-3-Clause)' },
      '1.2.0': { licenses: [{ type: 'Apache-2.0' }, { type: 'MIT' }] },
      '2.0.0': { license: 'GPL-3.0-only' },
      '2.1.0': { license: 'MIT AND GPL-3.0-only' },
      '3.0.0': {},
      '3.1.0': { license: 'UNLICENSED' },
      '3.2.0': { license: 'SEE LICENSE IN LICENSE' },
    });
    const registry = await server({ upstream: upstream.url, licenses: 'MIT, BSD-*' });
    expect(await seen(registry, name)).toMatchObject({
      versions: ['1.0.0', '1.1.0', '1.2.0'],
      tags: { latest: '1.2.0' },
    });
    const end = 'and this registry lets in only what has a licence of its list ("licenses")';
    for (const [version, error] of [
      ['2.0.0', `the licence of ${name}@2.0.0 is "GPL-3.0-only", ${end}`],
      ['3.0.0', `nobody knows the licence of ${name}@3.0.0, ${end}`],
      [
        '3.1.0',
        `${name}@3.1.0 gives "UNLICENSED" for its licence, which is no SPDX expression, ${end}`,
      ],
    ] as const) {
      expect(await tarball(registry, name, version)).toEqual({ status: 403, error });
    }
    expect((await tarball(registry, name, '1.1.0')).status).toBe(200);
  });

  test('ages are judged with them', async () => {
    const name = published({
      '1.0.0': { license: 'MIT' },
      '1.1.0': { license: 'GPL-3.0-only' },
      '2.0.0': { license: 'MIT' },
    });
    upstream.date(name, '2.0.0', new Date().toISOString());
    const rules = { licenses: 'MIT', minAge: '24' };
    const registry = await server({ upstream: upstream.url, ...rules });
    expect((await seen(registry, name)).versions).toEqual(['1.0.0']);
    expect((await tarball(registry, name, '2.0.0')).error).toContain('younger than 24 hours');
    expect((await tarball(registry, name, '1.1.0')).error).toContain('GPL-3.0-only');
  });

  test('an upstream may have its own', async () => {
    const name = published({ '1.0.0': { license: 'MIT' }, '2.0.0': { license: 'ISC' } });
    const upstreams = JSON.stringify([{ url: upstream.url, licenses: ['ISC'] }]);
    const registry = await server({ upstreams, licenses: 'MIT' });
    expect((await seen(registry, name)).versions).toEqual(['2.0.0']);
  });

  test.each(['Apache2', 'MIT OR ISC', 'MIT,GNU'])(
    'one that does not exist stops the start: %s',
    async (licenses) => {
      await expect(server({ upstream: upstream.url, licenses })).rejects.toThrow(
        'must be SPDX identifiers such as MIT,Apache-2.0,BSD-*',
      );
    },
  );
});
