import * as v from 'valibot';

import { parseRole } from '#domain/org/member.ts';
import { invite, revokeInvitation } from '#http/org/invitation.ts';
import { putOut } from '#http/org/put-out.ts';
import { setMember } from '#http/org/set-member.ts';
import { createTeam, removeTeam } from '#http/org/teams.ts';
import type { Reply } from '#http/reply.ts';
import { type Call, defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { goTo, showPage } from '#http/web/show-page.ts';
import { orgManagePath, orgPath, userPath, withQuery } from '#web/paths.ts';
import { invitedPage } from '#web/people/invitations.ts';

const Name = (wish: string) => v.pipe(v.string(wish), v.trim(), v.minLength(1, wish));
const User = Name('name the user');
const Role = v.string('say which role');

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/people/org/{org}/manage',
  summary: 'Change members, teams and invitations of an organization, or leave it',
  permission: 'user',
  limit: 'publish',
  body: v.variant(
    'do',
    [
      v.object({ do: v.literal('member-set'), user: User, role: Role }),
      v.object({ do: v.literal('member-remove'), user: User }),
      v.object({
        do: v.literal('invite'),
        role: Role,
        team: v.optional(v.string(), ''),
        days: v.pipe(
          v.string('say how many days'),
          v.trim(),
          v.regex(/^(?:[1-9]|[12]\d|30)$/, 'must be a number of days, from 1 to 30'),
          v.transform(Number),
        ),
      }),
      v.object({ do: v.literal('uninvite'), key: v.string('say which invitation') }),
      v.object({
        do: v.literal('team-create'),
        team: Name('name the team'),
        description: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(256))),
      }),
      v.object({ do: v.literal('team-remove'), team: Name('name the team') }),
    ],
    'say what to do: send the form of its page',
  ),
  stores: [
    'orgs:read',
    'orgs:write',
    'memberships:list',
    'packages:list',
    'packages:read',
    'packages:write',
    'documents:write',
    'blobs:read',
  ],
  page: true,
});

type Asked = Call<typeof route>;
type Form = Asked['body'];

export const handle = page(route, async (call) => {
  const { body, params, principal } = call;
  if (body.do === 'invite') return invited(call, body);
  await apply(call, body);
  const own = 'user' in body && body.user === principal.name;
  // Who leaves is shown the organization no more, and who has another role perhaps not how it is managed.
  if (own && body.do === 'member-remove') return goTo(userPath(principal.name));
  if (own) return goTo(orgPath(params.org));
  return goTo(withQuery(orgManagePath(params.org), { done: body.do }));
});

async function apply(call: Asked, form: Exclude<Form, { readonly do: 'invite' }>): Promise<void> {
  switch (form.do) {
    case 'member-set':
      await setMember(call, form.user, parseRole(form.role));
      return;
    case 'member-remove':
      await putOut(call, form.user);
      return;
    case 'uninvite':
      await revokeInvitation(call, form.key);
      return;
    case 'team-create':
      await createTeam(call, form.team, form.description === '' ? undefined : form.description);
      return;
    case 'team-remove':
      await removeTeam(call, form.team);
  }
}

/** The code is in this answer and nowhere else: it is a page of its own. */
async function invited(
  call: Asked,
  form: Extract<Form, { readonly do: 'invite' }>,
): Promise<Reply> {
  const { code, invitation } = await invite(call, {
    role: parseRole(form.role),
    teams: form.team === '' ? [] : [form.team],
    days: form.days,
    signUp: false,
  });
  const { org, expiresAt: expires } = invitation;
  return showPage(invitedPage({ org, code, expires, url: call.request.baseUrl }), call.request);
}
