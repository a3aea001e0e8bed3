import { randomUUID } from 'node:crypto';

import { conflict, forbidden, invalid } from '#domain/errors.ts';
import { checkAdministers } from '#domain/org/member.ts';
import { EVERYBODY, type Org, ORG_LIMITS, parseNewTeamName } from '#domain/org/org.ts';

import { changeOrgAs, type Governing } from './change-org.ts';
import { teamOf } from './team.ts';

/** Makes a team. */
export async function createTeam(
  call: Governing,
  text: string,
  description: string | undefined,
): Promise<Org> {
  const name = parseNewTeamName(text);
  const about = description === undefined ? {} : { description };
  const { org } = await changeOrgAs(call, async ({ org: current, actor }) => {
    checkAdministers(actor);
    const { teams } = current;
    if (Object.hasOwn(teams, name)) throw conflict(`there is a team "${name}" already`);
    if (Object.keys(teams).length >= ORG_LIMITS.teams) {
      throw invalid(`an organization can have up to ${ORG_LIMITS.teams} teams`);
    }
    const team = { id: randomUUID(), ...about, createdAt: call.services.now().toISOString() };
    return {
      after: { ...current, teams: { ...teams, [name]: team } },
      action: 'team-create',
      detail: { team: name },
      change: { after: { name, ...about } },
    };
  });
  return org;
}

/** Removes a team. What was granted to it and who was in it goes with its id. */
export async function removeTeam(call: Governing, team: string): Promise<void> {
  await changeOrgAs(call, async ({ org, actor }) => {
    checkAdministers(actor);
    const { id } = teamOf(org, team);
    if (id === EVERYBODY) throw forbidden(`${EVERYBODY} is the team of all members, and stays`);
    const { [team]: _, ...teams } = org.teams;
    return {
      after: { ...org, teams },
      action: 'team-destroy',
      detail: { team },
      change: { before: { name: team } },
    };
  });
}
