import { CI_PROVIDERS, type CiProvider } from './run.ts';

/** Who signs the ID tokens of a service, and which of its runs are let in. */
export interface CiIssuer {
  readonly provider: CiProvider;
  /** As tokens name it. CircleCI has one for each organization: this is what all of them begin with. */
  readonly issuer: string;
  /** Where its keys are; for an issuer that ends in `/*`, below each of those. */
  readonly jwksUri: string;
  /** Whether runs on machines of one's own are let in, which a job before may have changed. */
  readonly runners: 'hosted' | 'any';
  /** Events whose runs are not let in: by these, somebody else's code can run with the repository's identity. */
  readonly refusedEvents: readonly string[];
}

/** Whether an issuer is the one that is meant; one that is meant with `/*` has one part more. */
export function isIssuer(meant: string, issuer: string): boolean {
  if (!meant.endsWith('/*')) return meant === issuer;
  const prefix = meant.slice(0, -1);
  return issuer.startsWith(prefix) && /^[\w-]+$/.test(issuer.slice(prefix.length));
}

/** An account of a service whose repositories may claim free names here. */
export interface TrustedOwner {
  readonly provider: CiProvider;
  /** Ids of two servers are not the same account's. */
  readonly issuer: string;
  readonly id: string;
  /** For people; nothing is decided by it. */
  readonly name?: string | undefined;
  /** Users who own what is claimed; without them only admins do. */
  readonly owners: readonly string[];
  /** Scopes in which names may be claimed; without them, everywhere that is free. */
  readonly scopes?: readonly string[] | undefined;
}

const REFUSED_EVENTS = [
  'pull_request_target',
  'workflow_run',
  'merge_request_event',
  'external_pull_request_event',
];

/** How the issuers of each service name the place of their keys. */
const JWKS_PATH: Readonly<Record<CiProvider, string>> = {
  github: '/.well-known/jwks',
  gitlab: '/oauth/discovery/keys',
  circleci: '/.well-known/jwks-pub.json',
};

/** The services that everybody can use. */
export const PUBLIC_ISSUERS: Readonly<Record<CiProvider, string>> = {
  github: 'https://token.actions.githubusercontent.com',
  gitlab: 'https://gitlab.com',
  circleci: 'https://oidc.circleci.com/org/*',
};

/** An issuer as it counts when nothing else is said of it. */
export function issuerOf(provider: CiProvider, issuer: string): CiIssuer {
  return {
    provider,
    issuer,
    jwksUri: `${issuer}${JWKS_PATH[provider]}`,
    // A server of one's own has no machines but one's own.
    runners: issuer === PUBLIC_ISSUERS[provider] ? 'hosted' : 'any',
    refusedEvents: REFUSED_EVENTS,
  };
}

/** Issuers of one's own first, then the public ones that are not among them. */
export const withPublicIssuers = (own: readonly CiIssuer[]): readonly CiIssuer[] => [
  ...own,
  ...CI_PROVIDERS.map((provider) => issuerOf(provider, PUBLIC_ISSUERS[provider])).filter(
    ({ issuer }) => own.every((each) => each.issuer !== issuer),
  ),
];
