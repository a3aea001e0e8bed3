import { describe, expect, test } from 'vitest';

import { anonymous, type Client, escape, published, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
const BULK = '/-/npm/v1/security/advisories/bulk';
const ADVISORY = {
  title: 'Reads what it should not',
  severity: 'high',
  vulnerable_versions: '>=1.0.0 <1.4.2',
  patched_versions: '>=1.4.2',
  url: 'https://example.com/advisories/1',
  cwe: ['CWE-22'],
  cvss: { score: 7.5, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' },
};

const pathOf = (name: string, id = ''): string =>
  `/-/v1/packages/${escape(name)}/advisories${id && `/${id}`}`;

const audit = async (who: Client, versions: Readonly<Record<string, readonly string[]>>) =>
  (await who.post(BULK, versions)).body;

describe(`advisories, ${registry.name}`, () => {
  test('an owner publishes one, and audits of versions in its range have it', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const made = await alice.put(pathOf(name, 'acme-1'), ADVISORY);
    expect([made.status, made.body]).toMatchObject([201, { ...ADVISORY, id: 'acme-1' }]);
    expect(await audit(reader, { [name]: ['1.4.2', '1.0.0'] })).toEqual({
      [name]: [expect.objectContaining({ ...ADVISORY, id: expect.any(Number) })],
    });
    expect(await audit(reader, { [name]: ['1.4.2', '0.9.0', 'nonsense'] })).toEqual({});
    expect(await audit(reader, { [name]: ['1.1.0-beta.1'] })).toHaveProperty([name]);
  });

  test('one is replaced and taken back; its first date stays', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const { body: first } = await alice.put(pathOf(name, 'x'), ADVISORY);
    registry.advance?.(60_000);
    const changed = await alice.put(pathOf(name, 'x'), { ...ADVISORY, severity: 'low' });
    expect([changed.status, changed.body.created]).toEqual([200, first.created]);
    expect((await reader.get(pathOf(name))).body.advisories).toEqual([changed.body]);
    expect((await alice.remove(pathOf(name, 'x'))).status).toBe(200);
    expect((await alice.remove(pathOf(name, 'x'))).status).toBe(404);
    expect((await reader.get(pathOf(name))).body.advisories).toEqual([]);
  });

  test('one without a URL leads to where this registry shows it', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const { url: _, ...rest } = ADVISORY;
    await alice.put(pathOf(name, 'x'), rest);
    const [found] = (await audit(reader, { [name]: ['1.0.0'] }))[name];
    const { status, body } = await reader.get(found.url.slice(registry.url.length));
    expect([status, body.advisories[0].id]).toEqual([200, 'x']);
  });

  test('others publish none, and of a name that nobody has only admins do', async () => {
    const { name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    expect((await bob.put(pathOf(name, 'x'), ADVISORY)).status).toBe(403);
    expect((await bob.remove(pathOf(name, 'x'))).status).toBe(403);
    expect((await reader.put(pathOf(name, 'x'), ADVISORY)).status).toBe(401);
    expect((await bob.put(pathOf(uniqueName(), 'x'), ADVISORY)).status).toBe(404);
  });

  test('a private package is warned of to those alone who know of it', async () => {
    const alice = await user(registry, 'alice');
    const bob = await user(registry, 'bob');
    const name = `@${uniqueName('s')}/${uniqueName()}`;
    await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    await alice.put(pathOf(name, 'x'), ADVISORY);
    expect(await audit(alice, { [name]: ['1.0.0'] })).toHaveProperty([name]);
    for (const other of [bob, reader]) {
      expect(await audit(other, { [name]: ['1.0.0'] })).toEqual({});
      const [hidden, missing] = await Promise.all(
        [name, uniqueName()].map(async (each) => other.get(pathOf(each))),
      );
      expect(hidden?.status).toBe(404);
      expect(hidden?.body.error.replace(name, '')).toBe(
        missing?.body.error.replace(/"(.*)"/, '""'),
      );
    }
    expect((await bob.put(pathOf(name, 'x'), ADVISORY)).status).toBe(404);
  });

  test('of an unpublished package audits still warn', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const { _rev: rev } = (await alice.get(`/${escape(name)}?write=true`)).body;
    await alice.remove(`/${escape(name)}/-rev/${rev}`);
    expect((await alice.put(pathOf(name, 'x'), ADVISORY)).status).toBe(201);
    expect(await audit(reader, { [name]: ['1.0.0'] })).toHaveProperty([name]);
  });

  test('many at once are all kept', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const ids = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(ids.map(async (id) => alice.put(pathOf(name, id), ADVISORY)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const { advisories } = (await reader.get(pathOf(name))).body;
    expect(advisories.map(({ id }: { id: string }) => id).toSorted()).toEqual(ids);
  });

  test('a package has up to fifty', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    for (let index = 0; index < 50; index += 1) {
      await alice.put(pathOf(name, `a${index}`), ADVISORY);
    }
    expect((await alice.put(pathOf(name, 'more'), ADVISORY)).status).toBe(403);
    expect((await alice.put(pathOf(name, 'a7'), ADVISORY)).status).toBe(200);
  });

  test.each([
    [{ title: '' }, /title/],
    [{ title: 'red \u001b[31m' }, /title: must be one line of plain text/],
    [{ title: 'turned \u202e round' }, /title/],
    [{ severity: 'terrible' }, /severity: must be one of info, low/],
    [{ vulnerable_versions: 'old ones' }, /vulnerable_versions: must be a range/],
    [{ patched_versions: 'x'.repeat(2000) }, /patched_versions/],
    [{ url: 'javascript:alert(1)' }, /url: must be a URL/],
    [{ cwe: ['79'] }, /cwe.0: must be like CWE-79/],
    [{ cvss: { score: 11 } }, /cvss.score: must be at most 10/],
    [{ notes: 'x' }, /notes: is no field of an advisory/],
  ])('what is none is refused with its reason: %j', async (wrong, sentence) => {
    const { alice, name } = await published(registry, '1.0.0');
    const { status, body } = await alice.put(pathOf(name, 'x'), { ...ADVISORY, ...wrong });
    expect([status, body.error]).toEqual([400, expect.stringMatching(sentence)]);
  });

  test.each(['%20', '-x', 'x'.repeat(65), 'a%2fb'])('the id %s is refused', async (id) => {
    const { alice, name } = await published(registry, '1.0.0');
    expect((await alice.put(pathOf(name, id), ADVISORY)).status).toBe(400);
  });

  test('an audit of thousands of versions is answered, and one without end is refused', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    await alice.put(pathOf(name, 'x'), ADVISORY);
    const many = Array.from({ length: 2000 }, (_, index) => [`p${index}`, ['1.0.0']]);
    expect(await audit(reader, { ...Object.fromEntries(many), [name]: ['1.0.0'] })).toHaveProperty([
      name,
    ]);
    const versions = Array.from({ length: 501 }, (_, index) => `1.0.${index}`);
    expect((await reader.post(BULK, { [name]: versions })).status).toBe(413);
  });
});
