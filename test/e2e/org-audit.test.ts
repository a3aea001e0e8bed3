import { expect, test } from 'vitest';

import { user } from '../client.ts';
import { organization } from '../organization.ts';
import { target } from '../target.ts';

const registry = await target();

test(`the log of an organization is read by its owners and admins, ${registry.name}`, async () => {
  const org = await organization(registry);
  const path = `/-/v1/orgs/${org.name}/audit`;
  const { status, body } = await org.owner.get(path);
  expect(status).toBe(200);
  const actions = body.events.map(({ action }: { action: string }) => action);
  expect(actions.at(-1)).toBe('org-create');
  expect(body.events[0].subject).toBe(`org:${org.name}`);
  expect((await org.admin.get(path)).body.events).toHaveLength(actions.length);
  expect((await org.member.get(path)).status).toBe(403);
  const stranger = await user(registry);
  const [theirs, nobodys] = await Promise.all([
    stranger.get(path),
    stranger.get('/-/v1/orgs/no-such-org/audit'),
  ]);
  expect([theirs.status, nobodys.status]).toEqual([404, 404]);
});
