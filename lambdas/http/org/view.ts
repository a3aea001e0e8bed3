import type { Json } from '#domain/manifest.ts';
import { type Actor, toWireRole } from '#domain/org/member.ts';
import type { Org } from '#domain/org/org.ts';

/** An organization as its members see it. */
export const orgView = ({ name, createdAt, teams, trustedOwners }: Org, { role }: Actor): Json => ({
  name,
  role: role === undefined || role === 'registry' ? null : toWireRole(role),
  createdAt,
  teams: teamViews(teams),
  trustedOwners,
});

/** Teams as pnpm wants them, by name. */
export const teamViews = (teams: Org['teams']): readonly Json[] =>
  Object.entries(teams)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { description }]) => ({
      name,
      ...(description !== undefined && { description }),
    }));
