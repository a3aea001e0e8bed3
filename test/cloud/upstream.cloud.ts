import { describe, expect, test, vi } from 'vitest';

import { escape, user } from '../client.ts';
import { integrityOf, uniqueName } from '../packages.ts';
import { browserOf } from '../web-forms.ts';
import { startUpstreamStage } from './upstream-stage.ts';

const { rehearsal, target, admin, upstream, reader, behind } = await startUpstreamStage();
const ABBREVIATED = { accept: 'application/vnd.npm.install-v1+json' };

const versionsOf = ({ body }: { readonly body: any }): readonly string[] =>
  Object.keys(body.versions);

// First: a function remembers for some minutes what it knows of a name, and of others beside it.
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

  test('has pages, of its versions and of what the upstream says of their security too', async () => {
    const { name } = behind('1.0.0', '1.1.0');
    for (const tab of ['', '/v/1.0.0', '/versions', '/dependencies', '/downloads', '/security']) {
      const { status, body } = await reader.get(`/-/web/package/${name}${tab}`);
      expect([tab, status]).toEqual([tab, 200]);
      expect(String(body)).toContain('comes from the upstream registry');
    }
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
    // Who comes when it has been there for a second asks again, as it is to be here.
    const { calls } = rehearsal.aws;
    const begun = calls.length;
    const turns = () => calls.slice(begun).filter(({ operation }) => operation === 'PutItem');
    upstream.hold(
      `/${name}`,
      vi.waitUntil(() => turns().length >= 8, { timeout: 20_000 }),
    );
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
      timeout: 60_000,
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
    await rehearsal.idle();
    const [today = ''] = new Date().toISOString().split('T');
    const { refused } = (await admin.get(`/-/v1/refused/${today}`)).body;
    const known = { name: 'denied', version: '1.0.0', rule: 'deny' };
    expect(refused).toContainEqual(expect.objectContaining(known));
    const { text } = await browserOf(target, admin).open('/-/web/admin/quarantine');
    expect(text).toContain('>denied</a>@1.0.0');
    expect(rehearsal.deadLetters).toEqual([]);
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
    const { claims } = (await admin.get('/-/v1/shadowing')).body;
    expect(claims).toMatchObject([{ name, claimedBy: 'first-of-all', shadows: 'upstream' }]);
    const { status, text } = await browserOf(target, admin).open('/-/web/admin/claims');
    expect([status, text]).toEqual([200, expect.stringContaining(`>${name}</a>`)]);
  });
});

test('no role asked for what it may not', () => {
  expect(rehearsal.aws.denials).toEqual([]);
});
