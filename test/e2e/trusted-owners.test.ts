import { beforeAll, describe, expect, test } from 'vitest';

import { firstAdmin, readAudit, short } from '../audit-log.ts';
import { ciRegistry } from '../ci/registry.ts';
import { ofRepository } from '../ci/runs.ts';
import { anonymous, type Client, user } from '../client.ts';
import { uniqueName } from '../packages.ts';

const PATH = '/-/v1/trusted-owners';
const ci = await ciRegistry();
const { registry } = ci;

let admin: Client;
beforeAll(async () => {
  admin = await firstAdmin(registry);
});

/** The account that may claim names in @globex, as somebody sees it. */
async function globex(client: Client): Promise<Record<string, any>> {
  const { body } = await client.get(PATH);
  return body.trustedOwners.find(({ id }: { id: string }) => id === '77');
}

/** A run of that account, whatever it is called. */
const runOf = (account: string) => ofRepository(`${account}/app`, '7777', '77');
const free = (): string => `@globex/${uniqueName()}`;
const letIn = async (account: string): Promise<number> =>
  (await ci.offer(free(), runOf(account))).status;

describe(`trusted owners, ${registry.name}`, () => {
  test('are listed for admins with the names that their runs come under', async () => {
    const configured = {
      provider: 'github',
      issuer: ci.github.url,
      id: '77',
      name: 'Globex',
      owners: [],
      scopes: ['@globex'],
    };
    expect(await globex(admin)).toEqual(configured);
    expect(await letIn('globex')).toBe(201);
    const seen = { name: 'globex', since: expect.stringMatching(/^\d{4}-.*Z$/) };
    const first = await globex(admin);
    expect(first).toEqual({ ...configured, seen });
    expect(await letIn('globex')).toBe(201);
    expect(await globex(admin)).toEqual(first);
  });

  test('are marked when another name is behind the id', async () => {
    expect(await letIn('initech')).toBe(201);
    const { seen, differs } = await globex(admin);
    expect(seen).toMatchObject({ name: 'initech', before: 'globex' });
    expect(differs).toBe(true);
  });

  test('are not renamed by a run that is refused', async () => {
    expect((await ci.offer(uniqueName(), runOf('mallory'))).status).toBe(403);
    const other = { ...runOf('mallory'), repository_owner_id: '78' };
    expect((await ci.offer(free(), other)).status).toBe(403);
    expect((await globex(admin))['seen'].name).toBe('initech');
  });

  test('let all their jobs in that come at once under a new name', async () => {
    const statuses = await Promise.all(Array.from({ length: 12 }, async () => letIn('umbrella')));
    expect(statuses).toEqual(statuses.map(() => 201));
    expect((await globex(admin))['seen']).toMatchObject({ name: 'umbrella', before: 'initech' });
  });

  test('are shown to nobody else', async () => {
    const alice = await user(registry, 'alice');
    expect((await alice.get(PATH)).status).toBe(403);
    expect((await anonymous(registry).get(PATH)).status).toBe(401);
    const run = await ci.run(free(), runOf('umbrella'));
    expect((await run.get(PATH)).status).toBe(403);
  });

  test('have each name that they had in the audit log, once', async () => {
    const events = await readAudit(admin, '/-/v1/audit?subject=trusted-owner:github:77');
    const detail = { issuer: ci.github.url, configured: 'Globex' };
    expect(events.map(short)).toEqual([
      {
        action: 'trusted-owner-named',
        actor: 'github:globex/app',
        after: { name: 'globex' },
        detail,
      },
      {
        action: 'trusted-owner-renamed',
        actor: 'github:initech/app',
        before: { name: 'globex' },
        after: { name: 'initech' },
        detail,
      },
      {
        action: 'trusted-owner-renamed',
        actor: 'github:umbrella/app',
        before: { name: 'initech' },
        after: { name: 'umbrella' },
        detail,
      },
    ]);
  });
});
