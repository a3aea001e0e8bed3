import { bundleFromJSON, bundleToJSON, isBundleWithDsseEnvelope } from '@sigstore/bundle';
import { toSignedEntity, VerificationError } from '@sigstore/verify';

import { RegistryError } from '#domain/errors.ts';

import { checkClaims } from './check-claims.ts';
import { checkSource, type ExpectedSource } from './check-source.ts';
import { claimsOf } from './predicate-claims.ts';
import { refused, short } from './refused.ts';
import { identityOf, type SourceIdentity } from './source-identity.ts';
import { type AttestedVersion, readStatement } from './statement.ts';
import type { TrustRoot } from './trust-root.ts';

/** Provenance that holds. */
export interface VerifiedProvenance {
  /** The bundle as JSON text: what was verified, and nothing else that was sent with it. */
  readonly bundle: string;
  readonly predicateType: string;
  readonly source: SourceIdentity;
}

/** What a bundle is held against. */
export interface Expected extends AttestedVersion, ExpectedSource {}

type Bundle = ReturnType<typeof bundleFromJSON>;

/**
 * Verifies a sigstore bundle: that the authority's certificate was valid when the log recorded the signature, that the log has
 * it, that the statement is of this very tarball, that its predicate says what the certificate says, and that this is
 * where the version is expected from. Throws a RegistryError that says what does not hold.
 */
export function verifyProvenance(
  text: string,
  root: TrustRoot,
  expected: Expected,
): VerifiedProvenance {
  try {
    const bundle = read(text);
    const { dsseEnvelope } = envelopeOf(bundle);
    const source = identityOf(root.verify(toSignedEntity(bundle)));
    const statement = readStatement(dsseEnvelope, expected);
    checkClaims(claimsOf(statement), source);
    checkSource(source, expected);
    return { bundle: toText(bundle), predicateType: statement.predicateType, source };
  } catch (error) {
    throw error instanceof RegistryError ? error : refused(wordsOf(error), error);
  }
}

/** More than these are no bundle of anybody's, and each costs the check of a signature. */
const ENTRIES = 8;

function read(text: string): Bundle {
  let bundle: Bundle;
  try {
    bundle = bundleFromJSON(JSON.parse(text));
  } catch (cause) {
    throw refused('it is no sigstore bundle: make it again with a current client', cause);
  }
  const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
  const timestamps = timestampVerificationData?.rfc3161Timestamps.length ?? 0;
  if (tlogEntries.length > ENTRIES || timestamps > ENTRIES) {
    throw refused(`it has more than ${ENTRIES} log entries or timestamps, and needs one`);
  }
  return bundle;
}

function envelopeOf(bundle: Bundle) {
  if (!isBundleWithDsseEnvelope(bundle)) {
    throw refused('it signs a file and not a statement: make it with `npm publish --provenance`');
  }
  if (bundle.verificationMaterial.content.$case === 'publicKey') {
    throw refused('it is signed with a key and has no certificate of a CI run: make it in CI');
  }
  return bundle.content;
}

/** A key id is signed by nobody, and npm would look for a key of the registry's by it. */
function toText(bundle: Bundle): string {
  const envelope = envelopeOf(bundle).dsseEnvelope;
  const signatures = envelope.signatures.map(({ sig }) => ({ sig, keyid: '' }));
  const content = { $case: 'dsseEnvelope' as const, dsseEnvelope: { ...envelope, signatures } };
  return JSON.stringify(bundleToJSON({ ...bundle, content }));
}

const AGAIN =
  'make it again in CI; if others are refused too, the registry’s trust root may be out of date';

/** What the library found, in a sentence. */
function wordsOf(error: unknown): string {
  if (!(error instanceof VerificationError))
    return 'a part of its bundle can’t be read: make it again';
  const cause: unknown = error.cause;
  const detail = cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
  const what = WHAT.find(([codes]) => codes.test(error.code))?.[1] ?? 'it';
  return `${what} does not hold (${short(detail)}): ${AGAIN}`;
}

const WHAT: readonly (readonly [RegExp, string])[] = [
  [/^TIMESTAMP/, 'the time of its signature'],
  [/^CERTIFICATE/, 'its certificate'],
  [/^TLOG_(?:INCLUSION|MISSING)/, 'the proof that the transparency log has it'],
  [/^TLOG/, 'its entry in the transparency log'],
  [/^SIGNATURE/, 'its signature'],
];
