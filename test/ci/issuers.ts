import {
  type HandedSigner,
  type Issuer,
  receiveSigner,
  type Signer,
  startIssuer,
} from './issuer.ts';

/** One of each service. */
export interface Signers<S extends Signer = Signer> {
  readonly github: S;
  readonly gitlab: S;
  readonly circleci: S;
}

export async function startIssuers(): Promise<Signers<Issuer>> {
  const [github, gitlab, circleci] = await Promise.all([
    startIssuer(),
    startIssuer(),
    startIssuer(),
  ]);
  return { github, gitlab, circleci };
}

export function stopIssuers({ github, gitlab, circleci }: Signers<Issuer>): void {
  for (const issuer of [github, gitlab, circleci]) issuer.stop();
}

/** As text, for the processes that tests run in. */
export const handSigners = ({ github, gitlab, circleci }: Signers<Issuer>): string =>
  JSON.stringify({ github: github.hand(), gitlab: gitlab.hand(), circleci: circleci.hand() });

export function receiveSigners(text: string): Signers {
  const { github, gitlab, circleci } = JSON.parse(text) as Record<keyof Signers, HandedSigner>;
  return {
    github: receiveSigner(github),
    gitlab: receiveSigner(gitlab),
    circleci: receiveSigner(circleci),
  };
}

/**
 * Settings that take their ID tokens, and let the account 42 of GitHub, or 52 of GitLab, claim free names, and
 * the account 77 of GitHub those in @globex.
 */
export function ciSettings(
  { github, gitlab, circleci }: Signers,
  users: readonly string[] = [],
): {
  readonly ciIssuers: string;
  readonly trustedOwners: string;
} {
  const issuers = [
    { provider: 'github', issuer: github.url, runners: 'hosted' },
    { provider: 'gitlab', issuer: gitlab.url, runners: 'hosted' },
    { provider: 'circleci', issuer: `${circleci.url}/org/*` },
  ];
  const owners = [
    { provider: 'github', issuer: github.url, id: '42', name: 'acme', owners: users },
    { provider: 'gitlab', issuer: gitlab.url, id: '52', name: 'acme' },
    { provider: 'github', issuer: github.url, id: '77', name: 'Globex', scopes: ['@globex'] },
  ];
  return { ciIssuers: JSON.stringify(issuers), trustedOwners: JSON.stringify(owners) };
}
