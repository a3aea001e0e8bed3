import type { CiIdentity } from './identity.ts';
import type { TrustedPublisher } from './trusted-publisher.ts';

/** Something of a run that is not as a trusted publisher says. */
export interface Mismatch {
  /** What it is about, in a person's words. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Whether a run is of the repository that is trusted: by the id of the repository, which no other ever gets.
 * By name only where no run has shown the id yet.
 */
export function isOfRepository(
  { provider, issuer, repositoryId, claims }: TrustedPublisher,
  { run }: CiIdentity,
): boolean {
  if (provider !== run.provider || issuer !== run.issuer) return false;
  if (repositoryId !== undefined) return repositoryId === run.repository.id;
  return claims.repository.toLowerCase() === run.repository.name.toLowerCase();
}

/** Whatever else is not as it should be; nothing where the run is let in. */
export function mismatches(
  { claims, origin }: TrustedPublisher,
  { run, reusable, others }: CiIdentity,
): readonly Mismatch[] {
  const compared: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ['the workflow', claims.workflow, run.workflow],
    ['the environment', claims.environment, run.environment],
  ];
  return [
    ...compared
      .filter(([, expected, found]) => expected !== undefined && expected !== found)
      .map(([what, expected = '', found]) => ({ what, expected, found: found ?? 'none' })),
    ...(claims.ref !== undefined && !refFits(claims.ref, run.ref)
      ? [{ what: 'the ref', expected: claims.ref, found: run.ref }]
      : []),
    ...reusableMismatch(claims.reusable, reusable, origin === 'claim' ? run.owner.name : undefined),
    ...Object.entries(claims.others ?? {}).flatMap(([what, expected]) =>
      otherMismatch(what, expected, others[what]),
    ),
  ];
}

/** `*` stands for anything within one part of a ref: `refs/tags/v*` is not `refs/tags/v1/x`. */
function refFits(pattern: string, ref: string): boolean {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '[^/]*')}$`).test(ref);
}

/**
 * A job that is defined in another repository's workflow does what that one says. Repositories that claimed
 * their names may use those of their own account.
 */
function reusableMismatch(
  expected: string | undefined,
  found: string | undefined,
  account: string | undefined,
): readonly Mismatch[] {
  if (expected === found) return [];
  if (expected === undefined && account !== undefined && found?.startsWith(`${account}/`))
    return [];
  const what = 'the workflow that the job is defined in';
  return [
    {
      what,
      expected: expected ?? "one of the repository's own",
      found: found ?? 'of the repository',
    },
  ];
}

function otherMismatch(
  what: string,
  expected: string | readonly string[],
  found: string | readonly string[] | undefined,
): readonly Mismatch[] {
  const has = new Set(typeof found === 'string' ? [found] : found);
  const wanted = typeof expected === 'string' ? [expected] : expected;
  if (wanted.every((each) => has.has(each))) return [];
  return [{ what, expected: wanted.join(', '), found: [...has].join(', ') || 'none' }];
}
