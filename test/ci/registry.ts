import { type Answer, anonymous, type Client, escape } from '../client.ts';
import { target, type Target } from '../target.ts';
import { type Issuer, type Signing, startIssuer } from './issuer.ts';
import { githubRun } from './runs.ts';

type Claims = Readonly<Record<string, unknown>>;

/** A registry that takes ID tokens of issuers on this machine. */
export interface CiRegistry {
  readonly registry: Target;
  readonly github: Issuer;
  readonly gitlab: Issuer;
  readonly circleci: Issuer;
  /** What ID tokens for it must name. */
  readonly audience: string;
  /** Offers an ID token for a package. */
  exchange(name: string, token: string): Promise<Answer>;
  /** The same with one of GitHub, with such claims. */
  offer(name: string, claims?: Claims, signing?: Signing): Promise<Answer>;
  /** A run that was let in. Throws where it was not. */
  run(name: string, claims?: Claims): Promise<Client>;
}

/** `trusted`: the account 42 of GitHub, and its like of the others, may claim free names. */
export async function ciRegistry(
  settings: Readonly<Record<string, string>> = {},
): Promise<CiRegistry> {
  const [github, gitlab, circleci] = await Promise.all([
    startIssuer(),
    startIssuer(),
    startIssuer(),
  ]);
  const registry = await target({ ...ciSettings({ github, gitlab, circleci }), ...settings });
  return at(registry, { github, gitlab, circleci });
}

type Issuers = Pick<CiRegistry, 'github' | 'gitlab' | 'circleci'>;

/** Settings that take ID tokens of these issuers. */
export function ciSettings({
  github,
  gitlab,
  circleci,
}: Issuers): Readonly<Record<string, string>> {
  const issuers = [
    { provider: 'github', issuer: github.url, runners: 'hosted' },
    { provider: 'gitlab', issuer: gitlab.url, runners: 'hosted' },
    { provider: 'circleci', issuer: `${circleci.url}/org/*` },
  ];
  const owners = [
    { provider: 'github', issuer: github.url, id: '42', name: 'acme' },
    { provider: 'gitlab', issuer: gitlab.url, id: '52', name: 'acme' },
  ];
  return { ciIssuers: JSON.stringify(issuers), trustedOwners: JSON.stringify(owners) };
}

/** The same of a registry that is there. */
export function at(registry: Target, issuers: Issuers): CiRegistry {
  const audience = `npm:${new URL(registry.url).hostname}`;
  const exchange: CiRegistry['exchange'] = async (name, token) =>
    anonymous(registry)
      .with(token)
      .post(`/-/npm/v1/oidc/token/exchange/package/${escape(name)}`, undefined);
  const offer: CiRegistry['offer'] = async (name, claims, signing) =>
    exchange(name, issuers.github.sign(githubRun(audience, claims), signing));
  return {
    registry,
    ...issuers,
    audience,
    exchange,
    offer,
    async run(name, claims) {
      const { status, body } = await offer(name, claims);
      if (status !== 201) throw new Error(`${status} ${body.error}`);
      return anonymous(registry).with(body.token);
    },
  };
}
