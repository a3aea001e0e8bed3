import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toTrustMaterial, Verifier } from '@sigstore/verify';

/** Whom signatures are believed from: certificate authorities, and logs of what they certified and of what was signed. */
export type TrustRoot = Verifier;

/** Bytes that a trust root may have: that of the public instance has 7 KB. */
export const LARGEST_TRUST_ROOT = 1024 * 1024;

/**
 * Reads a `trusted_root.json` of sigstore. Throws an Error in words for who set it up. One signature has to be in a
 * log, and be dated by it or by a timestamp authority; its certificate has to be in a log of certificates where
 * the root names any, which a private instance need not have.
 */
export function readTrustRoot(text: string): TrustRoot {
  let root: TrustedRoot;
  try {
    root = TrustedRoot.fromJSON(JSON.parse(text));
  } catch (cause) {
    throw new Error('it is no trusted_root.json of sigstore', { cause });
  }
  if (root.certificateAuthorities.length === 0 || root.tlogs.length === 0) {
    throw new Error('it names no certificate authority or no transparency log');
  }
  try {
    return new Verifier(toTrustMaterial(root), {
      tlogThreshold: 1,
      timestampThreshold: 1,
      ctlogThreshold: root.ctlogs.length > 0 ? 1 : 0,
    });
  } catch (cause) {
    throw new Error('a key or certificate in it can’t be read', { cause });
  }
}
