import { looksLikeAnother } from '#domain/claim.ts';
import { type PackageName, scopeOf } from '#domain/package-name.ts';
import type { Publisher } from '#domain/principal.ts';
import { claimOf } from '#domain/staging/staging-area.ts';
import type { Person } from '#domain/user.ts';
import type { Decided } from '#http/decide.ts';
import { findHolding, type NameHolding } from '#http/staging/name-holding.ts';
import { findLookAlikes, type LookAlikes } from '#store/look-alikes.ts';
import type { Services } from '#store/services.ts';

interface Claiming {
  readonly principal: Publisher;
  readonly services: Pick<Services, 'table' | 'policy' | 'now'>;
}

/** Only who owns all packages that look like it, staged ones too, may take a name. */
export async function claimName(
  { principal, services }: Claiming,
  name: PackageName,
  { ofOrg }: Pick<Decided, 'ofOrg'>,
): Promise<LookAlikes> {
  const similar = await findLookAlikes(services.table, name);
  const others = similar.names.filter((other) => other !== name);
  const held = await Promise.all(others.map(async (other) => findHolding(services, other)));
  const foreign = held.filter((each) => {
    const owners = ownersOf(each, services.now());
    const ofSameOrg = ofOrg && scopeOf(each.name) === scopeOf(name);
    return owners && !isTheirs(principal, owners) && !ofSameOrg;
  });
  if (foreign.length === 0) return similar;
  const known = foreign.filter(({ pkg }) => pkg?.visibility === 'public');
  throw looksLikeAnother(
    name,
    known.length > 0 ? known.map((other) => other.name) : ['another package'],
  );
}

/** Undefined: nobody has it. */
const ownersOf = ({ pkg, area }: NameHolding, now: Date): readonly Person[] | undefined =>
  pkg ? pkg.owners : claimOf(area, now)?.by.owners;

function isTheirs(principal: Publisher, owners: readonly Person[]): boolean {
  if (principal.kind === 'ci') return false;
  return principal.admin || owners.some((owner) => owner.name === principal.name);
}
