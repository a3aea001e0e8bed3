import type { Config } from './schema.ts';

/** Bytes: a publish comes in one event of Lambda's, an upload in one object of S3's. */
const TARBALL = 200_000_000;
const UNPACKED = 1_000_000_000;
const DOCUMENT = 6_000_000;
const FILES = 50_000;

/** The registry's rules for its functions, as JSON: what Services' Policy is read from. */
export function policyOf(config: Config): string {
  const { domain, signUp, orgs, ownScopes, reads, unpublish, newPackages, fromCi, secondFactor } =
    config;
  const { ciIssuers, trustedOwners, provenance, trustRoot, stageDays, auditRetention } = config;
  const { downloadLimit } = config;
  return JSON.stringify({
    publicUrl: `https://${domain}`,
    signUp,
    orgs,
    ownScopes,
    reads,
    unpublish,
    newPackages,
    fromCi,
    passwordLogin: config.sso?.passwordLogin ?? true,
    secondFactor,
    stageDays,
    downloadLimit,
    provenance: provenance === 'off' ? 'off' : whose(trustRoot),
    audiences: [`npm:${domain}`],
    ciIssuers,
    trustedOwners,
    passwordLength: 10,
    auditRetention,
    rates: {
      login: config.limitLogin,
      exchange: config.limitExchange,
      publish: config.limitPublish,
      tokens: config.limitTokens,
      profile: config.limitProfile,
      tickets: config.limitTickets,
    },
    limits: { tarball: TARBALL, unpacked: UNPACKED, files: FILES, document: DOCUMENT },
  });
}

const whose = (trustRoot: string): 'public' | 'own' => (trustRoot === 'public' ? 'public' : 'own');
