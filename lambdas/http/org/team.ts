import { forbidden, invalid, notFound } from '#domain/errors.ts';
import { checkAdministers, type Member } from '#domain/org/member.ts';
import { EVERYBODY, type Org, type Team } from '#domain/org/org.ts';

import { changeOrgAs, type Governing, type Roster } from './change-org.ts';

/** The team of that name. */
export function teamOf({ teams, name: org }: Org, name: string): Team {
  const team = Object.hasOwn(teams, name) ? teams[name] : undefined;
  if (!team) throw notFound(`a team "${name}" of ${org}`);
  return team;
}

/** Those of the members who are in the team. */
export const membersOf = (members: readonly Member[], { id }: Team): readonly Member[] =>
  id === EVERYBODY ? members : members.filter(({ teams }) => teams.includes(id));

interface Moving extends Governing {
  readonly params: { readonly org: string; readonly team: string };
  readonly body: { readonly user: string };
}

/** Puts a member into a team, or takes one out. */
export async function moveMember(call: Moving, into: boolean): Promise<Roster> {
  const { params, body } = call;
  return changeOrgAs(call, async ({ org, members, actor }) => {
    checkAdministers(actor);
    const { id } = teamOf(org, params.team);
    if (id === EVERYBODY) {
      throw forbidden(`every member of ${org.name} is in ${EVERYBODY}, and nobody else`);
    }
    const member = members.find(({ user }) => user === body.user);
    if (!member) {
      throw invalid(
        `${body.user} is not in ${org.name}: add them with \`npm org set ${org.name} ${body.user}\` first`,
      );
    }
    const ids = new Set(Object.values(org.teams).map((team) => team.id));
    if (member.teams.includes(id) === into) return undefined;
    const others = member.teams.filter((each) => each !== id && ids.has(each));
    return {
      joined: [{ ...member, teams: into ? [...others, id] : others }],
      action: into ? 'team-add' : 'team-remove',
      detail: { team: params.team, user: member.user },
      change: into ? { after: { in: true } } : { before: { in: true } },
    };
  });
}
