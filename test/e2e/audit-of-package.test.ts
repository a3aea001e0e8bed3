import { describe, expect, test } from 'vitest';

import { firstAdmin, readAudit, short } from '../audit-log.ts';
import { anonymous, escape, PASSWORD, published, readForEdit, user } from '../client.ts';
import { target } from '../target.ts';

const registry = await target();
const admin = await firstAdmin(registry);

const pathOf = (name: string): string => `/-/v1/packages/${escape(name)}/audit`;

const tags = (before: object, after: object) => ({
  before: { distTags: before },
  after: { distTags: after },
});
const owners = (before: readonly string[], after: readonly string[]) => ({
  before: { owners: before },
  after: { owners: after },
});
const publish = (version: string) => ({ version, integrity: expect.stringMatching(/^sha512-/) });

describe(`changes of a package, ${registry.name}`, () => {
  test('are all there for its owners: who, with which token, from where, what, before and after', async () => {
    const { alice, name } = await published(registry, '1.0.0', '1.1.0', '1.2.0');
    const bob = await user(registry, 'bob');
    const path = escape(name);
    await alice.put(`/-/package/${path}/dist-tags/beta`, '"1.0.0"');
    await alice.put(`/-/package/${path}/dist-tags/beta`, '"1.1.0"');
    await alice.remove(`/-/package/${path}/dist-tags/beta`);
    await alice.put(`/-/package/${path}/owners`, { user: bob.name });
    await bob.remove(`/-/package/${path}/owners/${alice.name}`);
    await bob.put(`/-/package/${path}/owners`, { user: alice.name });
    await alice.post(`/-/package/${path}/access`, { access: 'restricted' });
    await alice.post(`/-/package/${path}/access`, { access: 'public' });
    const document = await readForEdit(alice, name);
    document['versions']['1.0.0'].deprecated = 'use 1.1';
    await alice.put(`/${path}`, document);
    const { _rev, versions, ...rest } = await readForEdit(alice, name);
    const { '1.2.0': _, ...left } = versions;
    await alice.put(`/${path}/-rev/${_rev}`, { ...rest, versions: left });
    await bob.put('/-/user/v1/star', { name });
    await bob.remove('/-/user/v1/star', { name });
    const advisory = { title: 'x', severity: 'low', vulnerable_versions: '<1.1.0' };
    await alice.put(`/-/v1/packages/${path}/advisories/a-1`, advisory);
    await alice.put(`/-/v1/packages/${path}/advisories/a-1`, { ...advisory, severity: 'high' });
    await alice.remove(`/-/v1/packages/${path}/advisories/a-1`);
    const events = await readAudit(alice, pathOf(name));
    const [a, b] = [alice.name, bob.name];
    expect(events.map(short)).toEqual([
      {
        action: 'publish',
        actor: a,
        after: { owners: [a], visibility: 'public', distTags: { latest: '1.0.0' } },
        detail: publish('1.0.0'),
      },
      ...[
        ['1.0.0', '1.1.0'],
        ['1.1.0', '1.2.0'],
      ].map(([from, to = '']) => ({
        action: 'publish',
        actor: a,
        ...tags({ latest: from }, { latest: to }),
        detail: publish(to),
      })),
      {
        action: 'tag',
        actor: a,
        ...tags({ beta: null }, { beta: '1.0.0' }),
        detail: { tag: 'beta' },
      },
      {
        action: 'tag',
        actor: a,
        ...tags({ beta: '1.0.0' }, { beta: '1.1.0' }),
        detail: { tag: 'beta' },
      },
      {
        action: 'untag',
        actor: a,
        ...tags({ beta: '1.1.0' }, { beta: null }),
        detail: { tag: 'beta' },
      },
      { action: 'owner-add', actor: a, ...owners([a], [a, b]), detail: { user: b } },
      { action: 'owner-remove', actor: b, ...owners([a, b], [b]), detail: { user: a } },
      { action: 'owner-add', actor: b, ...owners([b], [b, a]), detail: { user: a } },
      {
        action: 'visibility',
        actor: a,
        before: { visibility: 'public' },
        after: { visibility: 'private' },
        detail: {},
      },
      {
        action: 'visibility',
        actor: a,
        before: { visibility: 'private' },
        after: { visibility: 'public' },
        detail: {},
      },
      {
        action: 'deprecate',
        actor: a,
        before: { '1.0.0': null },
        after: { '1.0.0': 'use 1.1' },
        detail: {},
      },
      {
        action: 'unpublish',
        actor: a,
        ...tags({ latest: '1.2.0' }, { latest: '1.1.0' }),
        detail: { versions: ['1.2.0'] },
      },
      {
        action: 'star',
        actor: b,
        before: { starred: false },
        after: { starred: true },
        detail: {},
      },
      {
        action: 'unstar',
        actor: b,
        before: { starred: true },
        after: { starred: false },
        detail: {},
      },
      {
        action: 'advisory',
        actor: a,
        after: expect.objectContaining({ severity: 'low' }),
        detail: { id: 'a-1' },
      },
      {
        action: 'advisory',
        actor: a,
        before: expect.objectContaining({ severity: 'low' }),
        after: expect.objectContaining({ severity: 'high' }),
        detail: { id: 'a-1' },
      },
      {
        action: 'advisory-remove',
        actor: a,
        before: expect.objectContaining({ severity: 'high' }),
        detail: { id: 'a-1' },
      },
    ]);
    for (const event of events) {
      expect(event).toMatchObject({
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
        subject: `package:${name}`,
        token: expect.stringMatching(/^[\da-f]{32}$/),
        address: expect.stringContaining('127.0.0.1'),
      });
    }
  });

  test('are read by owners and admins alone; a private one is not there for others', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const mallory = await user(registry, 'mallory');
    const path = `/-/v1/packages/${escape(name)}/audit`;
    expect((await mallory.get(path)).status).toBe(403);
    expect((await anonymous(registry).get(path)).status).toBe(401);
    expect((await admin.get(path)).status).toBe(200);
    await alice.post(`/-/package/${escape(name)}/access`, { access: 'restricted' });
    const hidden = await mallory.get(path);
    const missing = await mallory.get(`/-/v1/packages/${escape(`${name}-x`)}/audit`);
    expect([hidden.status, hidden.body.code]).toEqual([404, 'not_found']);
    expect(hidden.body.error.replace(name, '')).toBe(missing.body.error.replace(`${name}-x`, ''));
    const limited = await alice.post('/-/npm/v1/tokens', { password: PASSWORD, readonly: true });
    expect((await alice.with(limited.body.token).get(path)).status).toBe(403);
  });

  test('are there after it was unpublished, who did that included', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const { _rev } = await readForEdit(alice, name);
    expect((await alice.remove(`/${escape(name)}/-rev/${_rev}`)).status).toBe(200);
    const events = await readAudit(alice, pathOf(name));
    expect(events.map(({ action }) => action)).toEqual(['publish', 'unpublish']);
    expect(events[1]).toMatchObject({
      actor: alice.name,
      before: { distTags: { latest: '1.0.0' } },
    });
  });
});
