import type { Config } from './schema.ts';

/** Bytes: a publish comes in one event of Lambda's, an upload in one object of S3's. */
const TARBALL = 200_000_000;
const UNPACKED = 1_000_000_000;
const DOCUMENT = 6_000_000;
const FILES = 50_000;

/** The registry's rules for its functions, as JSON: what Services' Policy is read from. */
export function policyOf({
  domain,
  signUp,
  reads,
  unpublish,
  newPackages,
  fromCi,
  sso,
  provenance,
  trustRoot,
  ciIssuers,
  trustedOwners,
}: Config): string {
  return JSON.stringify({
    publicUrl: `https://${domain}`,
    signUp,
    reads,
    unpublish,
    newPackages,
    fromCi,
    passwordLogin: sso?.passwordLogin ?? true,
    provenance: provenance === 'off' ? 'off' : whose(trustRoot),
    audiences: [`npm:${domain}`],
    ciIssuers,
    trustedOwners,
    passwordLength: 10,
    limits: { tarball: TARBALL, unpacked: UNPACKED, files: FILES, document: DOCUMENT },
  });
}

const whose = (trustRoot: string): 'public' | 'own' => (trustRoot === 'public' ? 'public' : 'own');
