import { atEnd } from '../at-end.ts';
import { type Answer, anonymous, type Client, escape } from '../client.ts';
import { server, target, type Target } from '../target.ts';
import type { Issuer, Signing } from './issuer.ts';
import { ciSettings, receiveSigners, type Signers, startIssuers, stopIssuers } from './issuers.ts';
import { githubRun } from './runs.ts';

type Claims = Readonly<Record<string, unknown>>;

/** A registry that takes ID tokens of issuers on this machine. */
export interface CiRegistry extends Signers {
  readonly registry: Target;
  /** What ID tokens for it must name. */
  readonly audience: string;
  /** Offers an ID token for a package. */
  exchange(name: string, token: string): Promise<Answer>;
  /** The same with one of GitHub, with such claims. */
  offer(name: string, claims?: Claims, signing?: Signing): Promise<Answer>;
  /** A run that was let in. Throws where it was not. */
  run(name: string, claims?: Claims): Promise<Client>;
}

/** One to test at. REGISTRY_SIGNERS: who signs for one that is elsewhere; REGISTRY_PUBLIC_URL: what that calls itself. */
export async function ciRegistry(
  elsewhere?: Target,
  settings: Readonly<Record<string, string>> = {},
): Promise<CiRegistry> {
  const { REGISTRY_SIGNERS: handed, REGISTRY_PUBLIC_URL: url } = process.env;
  if (handed) return toCiRegistry(elsewhere ?? (await target()), receiveSigners(handed), url);
  const issuers = await issuersHere();
  return toCiRegistry(await target({ ...ciSettings(issuers), ...settings }), issuers);
}

/** A server with issuers of one's own; what is claimed there belongs to these users. */
export async function ownCiRegistry(
  users: readonly string[] = [],
  settings: Readonly<Record<string, string>> = {},
): Promise<CiRegistry & Signers<Issuer>> {
  const issuers = await issuersHere();
  const registry = await server({ ...ciSettings(issuers, users), ...settings });
  return { ...toCiRegistry(registry, issuers), ...issuers };
}

async function issuersHere(): Promise<Signers<Issuer>> {
  const issuers = await startIssuers();
  atEnd(() => stopIssuers(issuers));
  return issuers;
}

function toCiRegistry(registry: Target, signers: Signers, url = registry.url): CiRegistry {
  const audience = `npm:${new URL(url).hostname}`;
  const exchange: CiRegistry['exchange'] = async (name, token) =>
    anonymous(registry)
      .with(token)
      .post(`/-/npm/v1/oidc/token/exchange/package/${escape(name)}`, undefined);
  const offer: CiRegistry['offer'] = async (name, claims, signing) =>
    exchange(name, signers.github.sign(githubRun(audience, claims), signing));
  return {
    registry,
    ...signers,
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
