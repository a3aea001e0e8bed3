import { describe, expect, test } from 'vitest';

import { firstAdmin } from '../audit-log.ts';
import { enrolled } from '../authenticator.ts';
import { anonymous, PASSWORD, signUp, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';
import { browserOf } from '../web-forms.ts';

const registry = await target();
const admin = await firstAdmin(registry);
const desk = browserOf(registry, admin);

const PAGES = [
  '/-/web/admin',
  '/-/web/admin/dashboard',
  '/-/web/admin/users',
  '/-/web/admin/users/first-of-all',
  '/-/web/admin/claims',
  '/-/web/admin/policies',
  '/-/web/admin/quarantine',
  '/-/web/admin/jobs',
  '/-/web/admin/storage',
  '/-/web/audit',
];
const FORMS = [
  '/-/web/admin/users/first-of-all/admin',
  '/-/web/admin/users/first-of-all/second-factor',
  '/-/web/admin/users/first-of-all/tokens',
  '/-/web/admin/invitations',
  '/-/web/admin/jobs',
  '/-/web/admin/storage/verify',
  '/-/web/admin/storage/remove',
];

/** Events of a page of the audit log. */
const count = (text: string): number => text.match(/<tr><td>/g)?.length ?? 0;

describe('pages for admins', () => {
  test.each(PAGES)(
    '%s is shown to admins, refused to others, and asks who is signed out',
    async (path) => {
      const shown = await desk.open(path);
      expect([shown.status, shown.text]).toEqual([200, expect.stringContaining('Administration')]);
      const alice = browserOf(registry, await user(registry, 'alice'));
      const refused = await alice.open(path);
      expect([refused.status, refused.text]).toEqual([
        403,
        expect.stringContaining('Only an admin of the registry may do this'),
      ]);
      const stranger = await browserOf(registry, anonymous(registry)).open(path);
      expect([stranger.status, stranger.location]).toEqual([
        303,
        `/-/web/account/sign-in?next=${encodeURIComponent(path)}`,
      ]);
    },
  );

  test.each(FORMS)('%s takes no form of another site, and none of others', async (path) => {
    const foreign = await desk.send(path, {}, 'https://elsewhere.example');
    expect([foreign.status, foreign.text]).toEqual([
      403,
      expect.stringContaining('sent by another site'),
    ]);
    const alice = browserOf(registry, await user(registry, 'alice'));
    expect((await alice.send(path)).status).toBe(403);
    expect((await browserOf(registry, anonymous(registry)).send(path)).status).toBe(401);
  });
});

describe('users', () => {
  test('are listed by name, from a name on, and found by how they begin', async () => {
    const stem = uniqueName('many');
    const names = [`${stem}-a`, `${stem}-b`, `${stem}-c`];
    for (const name of names) await signUp(registry, name, PASSWORD);
    const shown = async (query: string): Promise<readonly string[]> => {
      const { text } = await desk.open(`/-/web/admin/users?${query}`);
      return names.filter((name) => text.includes(`>${name}</a>`));
    };
    expect(await shown(`prefix=+${stem.toUpperCase()}`)).toEqual(names);
    expect(await shown(`prefix=${stem}&after=${stem}-a`)).toEqual(names.slice(1));
    expect((await desk.open('/-/web/admin/users?prefix=zzz-nobody')).text).toContain(
      'Nobody’s name begins with “zzz-nobody”',
    );
    expect((await desk.open('/-/web/admin/users/zzz-nobody')).status).toBe(404);
  });

  test('are made admins and none any more, by others alone', async () => {
    const alice = await user(registry, 'alice');
    const path = `/-/web/admin/users/${alice.name}`;
    const made = await desk.send(`${path}/admin`, { admin: 'yes' });
    expect([made.status, made.location]).toEqual([303, path]);
    expect((await alice.get('/-/v1/audit')).status).toBe(200);
    const own = await browserOf(registry, alice).send(`${path}/admin`, { admin: 'no' });
    expect([own.status, own.text]).toEqual([403, expect.stringContaining('ask another admin')]);
    await desk.send(`${path}/admin`, { admin: 'no' });
    expect((await alice.get('/-/v1/audit')).status).toBe(403);
    const { body } = await admin.get(`/-/v1/audit?subject=user:${alice.name}&action=admin-change`);
    expect(body.events).toMatchObject([
      { actor: 'first-of-all', before: { admin: true }, after: { admin: false } },
      { actor: 'first-of-all', before: { admin: false }, after: { admin: true } },
    ]);
    expect((await desk.send(`${path}/admin`, { admin: 'maybe' })).status).toBe(400);
    expect((await desk.send('/-/web/admin/users/nobody-here/admin', { admin: 'yes' })).status).toBe(
      404,
    );
  });

  test('lose all tokens, and their second factor, where an admin says so', async () => {
    const { alice } = await enrolled(registry);
    const path = `/-/web/admin/users/${alice.name}`;
    const name = uniqueName();
    expect((await desk.open(path)).text).toContain('Revoke the token');
    await desk.send(`${path}/second-factor`);
    expect((await desk.send(`${path}/second-factor`)).status).toBe(404);
    expect((await alice.publish({ name, version: '1.0.0' })).status).toBe(201);
    // Search knows of it a moment later.
    const page = async (): Promise<string> => (await desk.open(path)).text;
    await expect.poll(page).toContain(`>${name}</a>`);
    await desk.send(`${path}/tokens`);
    expect((await alice.get('/-/whoami')).status).toBe(401);
    expect((await desk.open(path)).text).toContain(`nobody is logged in as ${alice.name}`);
  });

  test('lose more tokens than are revoked at once', async () => {
    const alice = await user(registry, 'alice');
    const logins = await Promise.all(
      Array.from({ length: 12 }, async () => signUp(registry, alice.name, PASSWORD)),
    );
    const path = `/-/web/admin/users/${alice.name}`;
    expect((await desk.send(`${path}/tokens`)).status).toBe(303);
    for (const { body } of logins) {
      expect((await alice.with(body.token).get('/-/whoami')).status).toBe(401);
    }
    const log = `/-/v1/audit?subject=user:${alice.name}&action=token-revoke`;
    expect((await admin.get(log)).body.events).toHaveLength(13);
  });

  test('come by a code that is shown once', async () => {
    const { status, text } = await desk.send('/-/web/admin/invitations');
    expect([status, /<pre>\d{12,}<\/pre>/.test(text)]).toEqual([200, true]);
  });
});

describe('the audit log', () => {
  test('is filtered, and goes on where a page ends', async () => {
    const alice = await user(registry, 'alice');
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    for (let at = 0; at < 52; at += 1) {
      await alice.put(`/-/package/${name}/dist-tags/t${at}`, '"1.0.0"');
    }
    const path = `/-/web/audit?subject=package%3A${name}&actor=${alice.name}&action=&from=2026-01-01&to=`;
    const first = await desk.open(path);
    expect(count(first.text)).toBe(50);
    const [, next = ''] = /href="([^"]+)" rel="next"/.exec(first.text) ?? [];
    expect(count((await desk.open(next.replaceAll('&amp;', '&'))).text)).toBe(3);
    const published = await desk.open(`/-/web/audit?subject=package:${name}&action=publish`);
    expect(count(published.text)).toBe(1);
    expect(published.text).toContain(`/-/v1/audit?subject=package%3A${name}&amp;action=publish`);
    expect(count((await desk.open(`/-/web/audit?actor=nobody-here`)).text)).toBe(0);
    expect((await desk.open('/-/web/audit?from=yesterday')).status).toBe(400);
  }, 180_000);

  test('shows what people sent as text', async () => {
    const alice = await user(registry, 'alice');
    const hostile = '<img src=x onerror=alert(1)>';
    await alice.post('/-/npm/v1/user', { fullname: hostile });
    for (const path of [`/-/web/audit?actor=${alice.name}`, `/-/web/admin/users/${alice.name}`]) {
      const { text } = await desk.open(path);
      expect(text).toContain('&lt;img');
      expect(text).not.toContain('<img');
    }
  });
});

const dashboard = async (): Promise<string> => (await desk.open('/-/web/admin/dashboard')).text;

test('the dashboard has what was published last', async () => {
  const alice = await user(registry, 'alice');
  const name = uniqueName();
  let minor = 0;
  // It is listed a moment later, and others who publish meanwhile take its place after ten more.
  const published = async (): Promise<string> => {
    minor += 1;
    await alice.publish({ name, version: `1.${minor}.3` });
    return dashboard();
  };
  await expect.poll(published).toMatch(new RegExp(`>${name}</a> 1\\.\\d+\\.3`));
  await expect.poll(dashboard).toMatch(/versions published per day: [1-9]/i);
  // Where the process does not count requests itself, it says where they are counted.
  expect(await dashboard()).toMatch(/Requests by hour|region=[a-z0-9-]+#dashboards\/dashboard\/./);
  expect(await dashboard()).toMatch(/Most bytes<\/h2><ol/);
});

const garbage = async (): Promise<unknown> => {
  const { body } = await admin.get('/-/v1/jobs');
  return body.jobs.find((each: { readonly job: string }) => each.job === 'gc');
};

describe('what looks after the registry', () => {
  test('runs jobs, and knows no others', async () => {
    const { status, text } = await desk.send('/-/web/admin/jobs', { job: 'gc' });
    expect([status, text]).toEqual([200, expect.stringMatching(/It is done|It was started/)]);
    expect((await desk.send('/-/web/admin/jobs', { job: 'format-disk' })).status).toBe(404);
    await expect.poll(garbage, { timeout: 15_000 }).toMatchObject({
      state: 'done',
      report: { kept: expect.any(Number), removed: expect.any(Number) },
    });
    expect((await desk.open('/-/web/admin/jobs')).text).toContain('Collect garbage</th>');
    const alice = await user(registry, 'alice');
    expect((await alice.get('/-/v1/jobs')).status).toBe(403);
  });

  test('says of a name who has it, and of a version whether rules keep it out', async () => {
    const alice = await user(registry, 'alice');
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const { text } = await desk.open(`/-/web/admin/claims?name=${name}`);
    expect(text).toContain('It is a package of this registry.');
    expect(text).toContain(`>${alice.name}</a>`);
    const verdict = await desk.open(`/-/web/admin/quarantine?name=${name}&version=1.0.0`);
    expect(verdict.text).toContain('is of a package of this registry');
    expect((await desk.open('/-/web/admin/quarantine?name=x&version=new')).status).toBe(400);
  });
});
