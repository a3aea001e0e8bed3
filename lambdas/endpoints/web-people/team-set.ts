import * as v from 'valibot';

import { parseLevel } from '#domain/org/grants.ts';
import { setGrant } from '#http/org/grant.ts';
import { moveMember } from '#http/org/team.ts';
import { type Call, defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { teamPath, withQuery } from '#web/paths.ts';

const User = v.pipe(v.string('name the user'), v.trim());
const Package = v.pipe(v.string('name the package'), v.trim());

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/people/org/{org}/team/{team}',
  summary: 'Change who is in a team, and what it may do',
  permission: 'user',
  limit: 'publish',
  body: v.variant(
    'do',
    [
      v.object({ do: v.literal('add'), user: User }),
      v.object({ do: v.literal('remove'), user: User }),
      v.object({
        do: v.literal('grant'),
        package: Package,
        permissions: v.string('say what it may do'),
      }),
      v.object({ do: v.literal('revoke'), package: Package }),
    ],
    'say what to do: send the form of its page',
  ),
  stores: ['orgs:read', 'orgs:write', 'packages:read'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { params, body } = call;
  await apply(call, body);
  return goTo(withQuery(teamPath(params.org, params.team), { done: 'saved' }));
});

type Asked = Call<typeof route>;

async function apply(call: Asked, body: Asked['body']): Promise<void> {
  switch (body.do) {
    case 'add':
    case 'remove':
      await moveMember({ ...call, body }, body.do === 'add');
      return;
    case 'grant':
      await setGrant({ ...call, body }, parseLevel(body.permissions));
      return;
    case 'revoke':
      await setGrant({ ...call, body }, undefined);
  }
}
