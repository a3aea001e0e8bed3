import type { TrustedOwner } from './issuers.ts';
import type { CiRun } from './run.ts';

/** The name under which the runs of a trusted owner come: its id stays, its name may change hands. */
export interface OwnerName extends Pick<TrustedOwner, 'provider' | 'issuer' | 'id'> {
  readonly name: string;
  /** ISO time of the first run that was let in under it. */
  readonly since: string;
  /** What it was called before. */
  readonly before?: string;
}

/** The name as it is from a run on; undefined where it is known already. */
export function nextOwnerName(
  { provider, issuer, id }: TrustedOwner,
  known: OwnerName | undefined,
  { owner: { name } }: CiRun,
  since: string,
): OwnerName | undefined {
  if (known?.name === name) return undefined;
  return { provider, issuer, id, name, since, ...(known && { before: known.name }) };
}

/** Which trusted owner a name is of: ids of two servers are not the same account's. */
export const ownerKey = ({
  provider,
  issuer,
  id,
}: Pick<TrustedOwner, 'provider' | 'issuer' | 'id'>): string => `${provider}#${id}#${issuer}`;

/** A trusted owner as admins see it. */
export interface TrustedOwnerSummary extends Omit<TrustedOwner, 'name' | 'scopes'> {
  readonly name?: string;
  readonly scopes?: readonly string[];
  readonly seen?: Pick<OwnerName, 'name' | 'since' | 'before'>;
  /** An operator has not confirmed the name by writing it down. */
  readonly differs?: true;
}

export function trustedOwnerSummary(
  { provider, issuer, id, name, owners, scopes }: TrustedOwner,
  seen: OwnerName | undefined,
): TrustedOwnerSummary {
  return {
    provider,
    issuer,
    id,
    ...(name !== undefined && { name }),
    owners,
    ...(scopes && { scopes }),
    ...(seen && {
      seen: {
        name: seen.name,
        since: seen.since,
        ...(seen.before !== undefined && { before: seen.before }),
      },
      ...(differs(name, seen) && { differs: true }),
    }),
  };
}

/** The same in a sentence: `CI of acme (github 42) may claim free names in @acme`. */
export function trustedOwnerSentence(
  { provider, id, name, scopes }: TrustedOwner,
  seen: OwnerName | undefined,
): string {
  const title = name ?? seen?.name;
  const account = title === undefined ? `${provider} ${id}` : `${title} (${provider} ${id})`;
  const now =
    seen && title !== seen.name && differs(name, seen) ? `, now called ${seen.name},` : '';
  const where = scopes ? ` in ${scopes.join(', ')}` : '';
  return `CI of ${account}${now} may claim free names${where}`;
}

/** Services tell accounts apart without regard to case. */
const differs = (configured: string | undefined, { name, before }: OwnerName): boolean =>
  configured === undefined ? before !== undefined : configured.toLowerCase() !== name.toLowerCase();
