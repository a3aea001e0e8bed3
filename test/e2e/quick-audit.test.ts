import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { anonymous, escape, published } from '../client.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
const QUICK = '/-/npm/v1/security/audits/quick';
const integrity = 'sha512-x';

/** A package with an advisory for all before 2.0.0. */
async function vulnerable() {
  const { alice, name } = await published(registry, '1.0.0');
  await alice.put(`/-/v1/packages/${escape(name)}/advisories/x`, {
    title: 'Reads what it should not',
    severity: 'critical',
    vulnerable_versions: '<2.0.0',
    url: 'https://example.com/GHSA-aaaa-bbbb-cccc',
  });
  return name;
}

describe(`quick audits, ${registry.name}`, () => {
  test('a tree of npm 6 is answered with ways to what is vulnerable', async () => {
    const name = await vulnerable();
    const leaf = { version: '1.0.0', integrity };
    const { status, body } = await reader.post(QUICK, {
      name: 'app',
      version: '1.0.0',
      requires: { a: '^1.0.0', b: '^1.0.0', [name]: '^2.0.0' },
      dependencies: {
        a: { version: '1.0.0', integrity, requires: { c: '^1.0.0' } },
        b: {
          version: '1.0.0',
          integrity,
          dev: true,
          requires: { [name]: '^1.0.0' },
          dependencies: { [name]: { ...leaf, dev: true } },
        },
        c: {
          version: '1.0.0',
          integrity,
          requires: { [name]: '^1.5.0', a: '*' },
          dependencies: { [name]: { version: '1.5.0', integrity } },
        },
        [name]: { version: '2.0.0', integrity },
      },
    });
    expect(status).toBe(200);
    const [[id, advisory]] = Object.entries<any>(body.advisories) as [[string, any]];
    expect(advisory).toMatchObject({
      id: Number(id),
      module_name: name,
      severity: 'critical',
      vulnerable_versions: '<2.0.0',
      patched_versions: '>=2.0.0',
      github_advisory_id: 'GHSA-aaaa-bbbb-cccc',
      cves: [],
    });
    expect(advisory.findings).toEqual([
      { version: '1.0.0', paths: [`b>${name}`], dev: true, optional: false, bundled: false },
      { version: '1.5.0', paths: [`a>c>${name}`], dev: false, optional: false, bundled: false },
    ]);
    expect(body.metadata).toEqual({
      vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 2 },
      dependencies: 4,
      devDependencies: 2,
      optionalDependencies: 0,
      totalDependencies: 6,
    });
    expect(body.actions).toMatchObject([
      {
        action: 'review',
        module: name,
        resolves: [{ path: `b>${name}` }, { path: `a>c>${name}` }],
      },
    ]);
    expect(body.muted).toEqual([]);
  });

  test('what several require is told of each, and circles of none', async () => {
    const name = await vulnerable();
    const { body } = await reader.post(QUICK, {
      requires: { a: '1', b: '1' },
      dependencies: {
        a: { version: '1.0.0', integrity, requires: { [name]: '1' } },
        b: { version: '1.0.0', integrity, requires: { [name]: '1' } },
        [name]: { version: '1.0.0', integrity, requires: { d: '1' } },
        d: { version: '1.0.0', integrity, requires: { [name]: '1' } },
      },
    });
    const [advisory] = Object.values<any>(body.advisories);
    expect(advisory.findings[0].paths).toEqual([`a>${name}`, `b>${name}`]);
  });

  test('projects and what comes from elsewhere are no packages', async () => {
    const name = await vulnerable();
    const { body } = await reader.post(QUICK, {
      requires: { '.': '1.0.0', [name]: '1.0.0' },
      dependencies: {
        '.': {
          version: '1.0.0',
          requires: { git: '1' },
          dependencies: { git: { version: 'git+x' } },
        },
        [name]: { version: '1.0.0' },
      },
    });
    expect([body.advisories, body.metadata.totalDependencies]).toEqual([{}, 0]);
  });

  test('the other path answers alike, and both unpack what is compressed', async () => {
    const name = await vulnerable();
    const tree = { dependencies: { [name]: { version: '1.0.0', integrity } } };
    for (const path of [QUICK, '/-/npm/v1/security/audits']) {
      const response = await registry.fetch(path, {
        method: 'POST',
        headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
        body: new Uint8Array(gzipSync(JSON.stringify(tree))),
      });
      const body = (await response.json()) as any;
      expect(body.metadata.vulnerabilities.critical).toBe(1);
    }
  });

  test('a tree without end is refused, and one of great depth is read', async () => {
    const name = await vulnerable();
    const wide = Object.fromEntries(Array.from({ length: 50_001 }, (_, at) => [`p${at}`, {}]));
    expect((await reader.post(QUICK, { dependencies: wide })).status).toBe(413);
    const depth = 5000;
    const open = `{"dependencies":{"${name}":{"version":"1.0.0","integrity":"x"`;
    const deep = `${open}${`,${open.slice(1)}`.repeat(depth)}${'}}'.repeat(depth)}}}}`;
    const { status, body } = await reader.post(QUICK, deep);
    expect(status).toBe(200);
    const [advisory] = Object.values<any>(body.advisories);
    expect(advisory.findings[0].paths.length).toBe(100);
  });

  test.each(['[]', '"x"', ''])('what is no tree is refused: %j', async (body) => {
    expect((await reader.post(QUICK, body)).status).toBe(400);
  });
});
