import { describe, expect, test } from 'vitest';

import { readAudit, short } from '../audit-log.ts';
import { anonymous, escape, published, readForEdit, user } from '../client.ts';
import { approve, reject, stage, staged, versionsOf } from '../staging.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);

describe(`the number of a staged version, ${registry.name}`, () => {
  test('can be neither staged nor published once it is published, or was', async () => {
    const { alice, name } = await published(registry, '1.0.0', '1.1.0');
    const document = await readForEdit(alice, name);
    delete document['versions']['1.1.0'];
    await alice.put(`/${escape(name)}/-rev/${document['_rev']}`, document);
    for (const version of ['1.0.0', '1.1.0']) {
      const answer = await stage(alice, { name, version, description: 'other' });
      expect([version, answer.status, answer.body.code]).toEqual([version, 403, 'version_exists']);
      expect((await stage(alice, { name, version })).status).toBe(403);
    }
  });

  test('is taken: another publish or staging is told by what', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const id = await staged(alice, { name, version: '1.1.0' });
    for (const answer of [
      await alice.publish({ name, version: '1.1.0' }),
      await alice.publish({ name, version: '1.1.0', description: 'other' }),
      await stage(alice, { name, version: '1.1.0', description: 'other' }),
      await stage(alice, { name, version: '1.1.0' }, { tag: 'next' }),
    ]) {
      expect(answer).toMatchObject({
        status: 403,
        body: { code: 'version_exists', error: expect.stringContaining(`staged already as ${id}`) },
      });
    }
    expect(await versionsOf(reader, name)).toEqual(['1.0.0']);
  });

  test('is told its id again where the same bytes come again', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const id = await staged(alice, { name, version: '1.1.0' });
    expect(await stage(alice, { name, version: '1.1.0' })).toMatchObject({
      status: 201,
      body: { stageId: id },
    });
    expect((await alice.get(`/-/stage?package=${escape(name)}`)).body.total).toBe(1);
  });

  test('is free again once it is rejected', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const id = await staged(alice, { name, version: '1.1.0' });
    expect((await reject(alice, id)).status).toBe(200);
    expect((await alice.get(`/-/stage/${id}`)).status).toBe(404);
    expect((await alice.get(`/-/stage/${id}/tarball`)).status).toBe(404);
    const other = await staged(alice, { name, version: '1.1.0', description: 'better' });
    expect(other).not.toBe(id);
    expect((await approve(alice, other)).status).toBe(200);
    expect((await reader.get(`/${escape(name)}/1.1.0`)).body.description).toBe('better');
  });

  test('is staged once where ten stage it at once', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, each) =>
        stage(alice, { name, version: '1.1.0', description: `number ${each}` }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201,
      ...Array(9).fill(403),
    ]);
  });
});

describe(`a publish and a staging of one number, ${registry.name}`, () => {
  test('at once: one of them has it', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    for (let round = 0; round < 6; round += 1) {
      const manifest = { name, version: `1.1.${round}` };
      const answers = await Promise.all([
        stage(alice, { ...manifest, description: 'staged' }),
        alice.publish({ ...manifest, description: 'published' }),
      ]);
      const statuses = answers.map(({ status }) => status);
      expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 403]);
    }
  });
});

describe(`a decision, ${registry.name}`, () => {
  test('that is repeated by the same person is done already; anybody else is told whose it was', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    await alice.put(`/-/package/${escape(name)}/owners`, { user: bob.name });
    const [yes, no] = [
      await staged(alice, { name, version: '1.1.0' }),
      await staged(alice, { name, version: '1.2.0' }),
    ];
    for (let round = 0; round < 2; round += 1) {
      expect((await approve(alice, yes)).status).toBe(200);
      expect((await reject(alice, no)).status).toBe(200);
    }
    for (const answer of [
      await approve(bob, yes),
      await reject(bob, yes),
      await reject(alice, yes),
    ]) {
      expect(answer).toMatchObject({
        status: 403,
        body: {
          error: expect.stringContaining(`${alice.name} has approved ${name}@1.1.0 already`),
        },
      });
    }
    for (const answer of [await approve(bob, no), await approve(alice, no)]) {
      expect(answer).toMatchObject({
        status: 403,
        body: { error: expect.stringContaining('has rejected') },
      });
    }
    expect(await versionsOf(reader, name)).toEqual(['1.0.0', '1.1.0']);
  });

  test.skipIf(!registry.advance)('is forgotten after ten minutes', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const id = await staged(alice, { name, version: '1.1.0' });
    await approve(alice, id);
    registry.advance?.(10 * 60_000);
    expect((await approve(alice, id)).status).toBe(404);
  });

  test('is made once where two approve and two reject at once', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    await alice.put(`/-/package/${escape(name)}/owners`, { user: bob.name });
    for (let round = 0; round < 4; round += 1) {
      const version = `1.1.${round}`;
      const id = await staged(alice, { name, version });
      const answers = await Promise.all([
        approve(alice, id),
        reject(bob, id),
        approve(bob, id),
        reject(alice, id),
      ]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        200, 403, 403, 403,
      ]);
      const [approved] = [answers[0]?.status === 200 || answers[2]?.status === 200];
      expect((await versionsOf(reader, name)).includes(version)).toBe(approved);
      expect((await stage(alice, { name, version })).status).toBe(approved ? 403 : 201);
    }
  });

  test('of one who was removed from the owners changes nothing', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    await alice.put(`/-/package/${escape(name)}/owners`, { user: bob.name });
    const id = await staged(bob, { name, version: '1.1.0' });
    await alice.remove(`/-/package/${escape(name)}/owners/${bob.name}`);
    expect((await approve(bob, id)).status).toBe(404);
    expect((await reject(bob, id)).status).toBe(404);
    expect((await approve(alice, id)).status).toBe(200);
    expect((await reader.get(`/${escape(name)}/1.1.0`)).body).toMatchObject({
      _npmUser: { name: bob.name },
    });
  });
});

describe(`time, ${registry.name}`, () => {
  test.skipIf(!registry.advance)(
    'ends what nobody decides: after 30 days the number is free',
    async () => {
      const { alice, name } = await published(registry, '1.0.0');
      const id = await staged(alice, { name, version: '1.1.0' });
      registry.advance?.(30 * 86_400_000 - 60_000);
      expect((await alice.get(`/-/stage/${id}`)).status).toBe(200);
      registry.advance?.(60_001);
      expect((await alice.get(`/-/stage/${id}`)).status).toBe(404);
      expect((await approve(alice, id)).status).toBe(404);
      expect((await reject(alice, id)).status).toBe(404);
      expect((await alice.get(`/-/stage?package=${escape(name)}`)).body.total).toBe(0);
      const other = await staged(alice, { name, version: '1.1.0', description: 'later' });
      registry.advance?.(31 * 86_400_000);
      expect((await alice.publish({ name, version: '1.1.0' })).status).toBe(201);
      expect((await approve(alice, other)).status).toBe(404);
    },
  );
});

describe(`the audit log, ${registry.name}`, () => {
  test('says who staged, who decided, and what rules were set', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    await alice.put(`/-/package/${escape(name)}/owners`, { user: bob.name });
    const [yes, no] = [
      await staged(bob, { name, version: '1.1.0' }),
      await staged(bob, { name, version: '1.2.0' }),
    ];
    await approve(alice, yes);
    await reject(alice, no);
    await alice.put(`/-/v1/packages/${escape(name)}/rules`, { staged: true });
    const events = await readAudit(alice, `/-/v1/packages/${escape(name)}/audit`);
    const integrity = expect.stringMatching(/^sha512-/);
    expect(events.slice(2).map(short)).toMatchObject([
      { action: 'stage', actor: bob.name, detail: { id: yes, version: '1.1.0', integrity } },
      { action: 'stage', actor: bob.name, detail: { id: no } },
      {
        action: 'approve',
        actor: alice.name,
        before: { distTags: { latest: '1.0.0' } },
        after: { distTags: { latest: '1.1.0' } },
        detail: { id: yes, version: '1.1.0', integrity, stagedBy: bob.name },
      },
      { action: 'reject', actor: alice.name, detail: { id: no, stagedBy: bob.name } },
      { action: 'rules', before: { staged: false }, after: { staged: true } },
    ]);
  });
});
