import { ASN1Obj } from '@sigstore/core';
import type { Verifier } from '@sigstore/verify';

import { refused, short } from './refused.ts';

/** Where something was built, by the words of the certificate that it was signed with. */
export interface SourceIdentity {
  /** The OpenID Connect issuer that the authority was shown a token of. */
  readonly issuer: string;
  /** URL of the repository, as `https://host/owner/name`. */
  readonly repository: string;
  /** URI of the workflow that signed: another repository's where that is a reusable one. */
  readonly signer: string | undefined;
  readonly repositoryId: string | undefined;
  readonly ownerId: string | undefined;
  readonly commit: string | undefined;
  readonly ref: string | undefined;
  /** URI of the workflow that was started, with its ref. */
  readonly workflow: string | undefined;
  /** URL of the run. */
  readonly run: string | undefined;
  /** `github-hosted` or `self-hosted`. */
  readonly runner: string | undefined;
}

/** Extensions that Fulcio gives certificates (sigstore/fulcio, docs/oid-info.md), below this arc. */
const ARC = '1.3.6.1.4.1.57264.1';
const EXTENSIONS = {
  issuer: 8,
  runner: 11,
  repository: 12,
  commit: 13,
  ref: 14,
  repositoryId: 15,
  ownerId: 17,
  workflow: 18,
  run: 21,
} as const;

const UTF8_STRING = 0x0c;

type Signer = ReturnType<Verifier['verify']>;

/** Reads it from a signer whose certificate was verified. Refuses a certificate of something else than a CI run. */
export function identityOf({ identity = {} }: Signer): SourceIdentity {
  const texts = new Map(
    (identity.oids ?? []).map(({ oid, value }) => [oid?.id.join('.'), toText(value)]),
  );
  const read = (name: keyof typeof EXTENSIONS) => texts.get(`${ARC}.${EXTENSIONS[name]}`);
  const { subjectAlternativeName: signer } = identity;
  const [issuer, repository] = [read('issuer'), read('repository')];
  if (issuer === undefined || repository === undefined) {
    throw refused(
      `its certificate is of ${short(signer ?? 'somebody')} and names no repository: have a CI run sign it, as \`npm publish --provenance\` does there`,
    );
  }
  const found: SourceIdentity = {
    issuer,
    repository,
    signer,
    repositoryId: read('repositoryId'),
    ownerId: read('ownerId'),
    commit: read('commit'),
    ref: read('ref'),
    workflow: read('workflow'),
    run: read('run'),
    runner: read('runner'),
  };
  checkIssuer(found);
  return found;
}

/** The value of such an extension is a UTF8String in DER. */
function toText(value: Buffer): string | undefined {
  try {
    const { tag, value: text } = ASN1Obj.parseBuffer(Buffer.from(value));
    return tag.toDER() === UTF8_STRING ? text.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}

/**
 * An authority believes many services, and some of them check out the repositories of others: of what is on a host
 * only that host's own service may speak.
 */
function checkIssuer({ issuer, repository }: SourceIdentity): void {
  if (!URL.canParse(issuer) || !URL.canParse(repository)) {
    throw refused('its certificate names no URL as its issuer or repository');
  }
  const { protocol, host } = new URL(repository);
  if (protocol === 'https:' && hostOf(issuer) === host) return;
  throw refused(
    `its certificate was given to ${short(issuer)}, which does not speak for ${short(repository)}: build it in the CI of that host`,
  );
}

/** The host whose repositories an issuer's tokens are of. */
function hostOf(issuer: string): string {
  const { host } = new URL(issuer);
  if (host === 'token.actions.githubusercontent.com') return 'github.com';
  // GitHub's own hosting of an enterprise: token.actions.<name>.ghe.com.
  return host.replace(/^token\.actions\./, '');
}
