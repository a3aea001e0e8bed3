import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test, vi } from 'vitest';

import { anonymous, escape, user } from '../client.ts';
import { createOutside } from '../clients/outside.ts';
import { integrityOf, uniqueName } from '../packages.ts';
import { startUpstream } from '../upstream/controllable.ts';
import { INSTALLING, installMixedTree } from '../upstream/mixed-tree.ts';
import { synthesize } from './stack/synthesize.ts';
import { startStage } from './stage.ts';

const upstream = await startUpstream();
const assembly = mkdtempSync(path.join(tmpdir(), 'pantry-upstream-'));
synthesize(assembly, {
  upstreams: JSON.stringify([{ url: upstream.url, secret: 'rehearsal/upstream' }]),
  upstreamMaxAge: '0',
  ownScopes: '@acme',
  deny: 'denied',
  malware: `${upstream.url}/malware.json`,
});
const { rehearsal, target, admin } = await startStage(undefined, assembly);
rehearsal.aws.small.secrets.set('rehearsal/upstream', 'token-of-the-upstream');
afterAll(() => {
  rmSync(assembly, { recursive: true, force: true });
});

const reader = anonymous(target);
const ABBREVIATED = { accept: 'application/vnd.npm.install-v1+json' };

function behind(...versions: readonly string[]) {
  const name = uniqueName();
  const tarballs = versions.map((version) => upstream.publish(name, version));
  const asked = (file = ''): number =>
    upstream.requests.filter((line) => line === `GET /${name}${file}`).length;
  return { name, tarballs, asked };
}

const versionsOf = ({ body }: { readonly body: any }): readonly string[] =>
  Object.keys(body.versions);

describe('on AWS, a package of the upstream', () => {
  test('is read in both forms, with tarballs here, by credentials from a secret', async () => {
    const { name } = behind('1.0.0', '1.1.0');
    for (const headers of [{}, ABBREVIATED]) {
      const { status, body } = await reader.get(`/${name}`, headers);
      expect([status, Object.keys(body.versions)]).toEqual([200, ['1.0.0', '1.1.0']]);
      expect(body.versions['1.0.0'].dist.tarball).toBe(`${target.url}/${name}/-/${name}-1.0.0.tgz`);
    }
    expect(upstream.headers.at(-1)?.authorization).toBe('Bearer token-of-the-upstream');
    expect((await reader.get(`/${name}/latest`)).body.version).toBe('1.1.0');
    expect((await reader.get(`/-/package/${name}/dist-tags`)).body).toEqual({ latest: '1.1.0' });
  });

  test('gives its tarballs by redirect, verified and asked for once, ranges and HEAD too', async () => {
    const { name, tarballs, asked } = behind('1.0.0');
    const file = `/-/${name}-1.0.0.tgz`;
    const all = await Promise.all(
      Array.from({ length: 5 }, async () => target.fetch(`/${name}${file}`)),
    );
    for (const response of all) {
      expect(Buffer.from(await response.arrayBuffer())).toEqual(tarballs[0]);
    }
    const part = await target.fetch(`/${name}${file}`, { headers: { range: 'bytes=0-9' } });
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 10]);
    const head = await target.fetch(`/${name}${file}`, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(tarballs[0]?.length));
    expect(asked(file)).toBe(1);
  });

  test('that many miss at once is asked for once', async () => {
    const { name, asked } = behind('1.0.0');
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => reader.get(`/${name}`, ABBREVIATED)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(asked()).toBe(1);
  });

  test('follows what the upstream changes', async () => {
    const { name } = behind('1.0.0');
    expect(versionsOf(await reader.get(`/${name}`))).toEqual(['1.0.0']);
    upstream.publish(name, '2.0.0');
    await vi.waitUntil(async () => versionsOf(await reader.get(`/${name}`)).length === 2, {
      timeout: 10_000,
      interval: 500,
    });
  });

  test('is there while the upstream is not, and what is not there is told', async () => {
    const { name, tarballs } = behind('1.0.0');
    const file = `/${name}/-/${name}-1.0.0.tgz`;
    await reader.get(`/${name}`);
    await target.fetch(file);
    await upstream.sleep();
    expect(versionsOf(await reader.get(`/${name}`))).toEqual(['1.0.0']);
    const kept = await target.fetch(file);
    expect(Buffer.from(await kept.arrayBuffer())).toEqual(tarballs[0]);
    const { status, body } = await reader.get(`/${uniqueName()}`);
    expect([status, body.error]).toEqual([503, expect.stringContaining('can’t be reached')]);
    await upstream.wake();
  });

  test('that is not there is asked for once a minute', async () => {
    const name = uniqueName();
    for (const _ of [1, 2, 3]) expect((await reader.get(`/${name}`)).status).toBe(404);
    expect(upstream.requests.filter((line) => line.endsWith(`/${name}`)).length).toBe(1);
  });

  test('is refused where its bytes are not what was promised, which the log says', async () => {
    const name = uniqueName();
    upstream.publish(name, '1.0.0', { dist: { integrity: integrityOf(Buffer.from('else')) } });
    const response = await target.fetch(`/${name}/-/${name}-1.0.0.tgz`);
    expect([response.status, await response.json()]).toEqual([
      502,
      expect.objectContaining({ error: expect.stringContaining('is not what it has to be') }),
    ]);
    expect(rehearsal.log.join('')).toContain('a tarball of the upstream is refused');
    expect(
      rehearsal.aws.calls.some(
        ({ role, operation }) => role.startsWith('Proxy') && operation === 'TransactWriteItems',
      ),
    ).toBe(true);
  });

  test('is kept out by the registry’s rules, with the reason', async () => {
    upstream.publish('denied', '1.0.0');
    expect(versionsOf(await reader.get('/denied'))).toEqual([]);
    expect((await reader.get('/denied/-/denied-1.0.0.tgz')).status).toBe(451);
  });
});

describe('on AWS, a list of malware', () => {
  const name = uniqueName('malicious');
  const report = {
    id: 'MAL-2026-1',
    affected: [
      {
        package: { ecosystem: 'npm', name },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '2.0.0' }] }],
      },
    ],
  };

  test('is fetched by a schedule, and what is on it is blocked with the report’s id', async () => {
    for (const version of ['1.0.0', '2.0.0']) upstream.publish(name, version);
    upstream.answer('/malware.json', (_, response) => {
      response.end(JSON.stringify([report]));
    });
    const outcome = await rehearsal.runSchedule('ProxyMalware');
    expect(outcome?.error).toBeUndefined();
    expect(versionsOf(await reader.get(`/${name}`))).toEqual(['1.0.0']);
    const { status, body } = await reader.get(`/${name}/-/${name}-2.0.0.tgz`);
    expect([status, body.error]).toEqual([451, expect.stringContaining('MAL-2026-1')]);
  });

  test('that can’t be fetched is told in the log, and what is known stays', async () => {
    upstream.answer('/malware.json', (_, response) => {
      response.end('<html>');
    });
    await rehearsal.runSchedule('ProxyMalware');
    expect(rehearsal.log.join('')).toContain('a list of malware could not be read');
    expect(versionsOf(await reader.get(`/${name}`))).toEqual(['1.0.0']);
  });
});

describe('on AWS, a name of ours', () => {
  test('is never asked for upstream, nor one of a reserved scope', async () => {
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    expect((await admin.publish({ name, version: '1.0.0' }, { access: 'public' })).status).toBe(
      201,
    );
    await rehearsal.idle();
    for (const each of [name, '@acme/tool']) upstream.publish(each, '99.0.0');
    upstream.requests.length = 0;
    expect(versionsOf(await reader.get(`/${escape(name)}`))).toEqual(['1.0.0']);
    expect((await reader.get('/@acme%2ftool')).status).toBe(404);
    const file = `${name.split('/')[1]}-99.0.0.tgz`;
    expect((await reader.get(`/${name}/-/${file}`)).status).toBe(404);
    expect(upstream.requests).toEqual([]);
  });

  test('that exists upstream is claimed by an admin alone', async () => {
    const alice = await user(target);
    const { name } = behind('1.0.0');
    expect((await alice.publish({ name, version: '2.0.0' })).status).toBe(403);
    expect((await admin.publish({ name, version: '2.0.0' })).status).toBe(201);
    expect(versionsOf(await reader.get(`/${name}`))).toEqual(['2.0.0']);
  });
});

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
