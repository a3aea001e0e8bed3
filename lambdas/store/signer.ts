/** A public key as npm and pnpm read it at `/-/npm/v1/keys`. */
export interface PublicKey {
  /** `SHA256:` and the base64 of the key's SHA-256. */
  readonly keyid: string;
  readonly keytype: 'ecdsa-sha2-nistp256';
  readonly scheme: 'ecdsa-sha2-nistp256';
  /** Base64 of the SubjectPublicKeyInfo. */
  readonly key: string;
  /** ISO date after which nothing was signed with it. */
  readonly expires: string | null;
}

/** Signs what the registry vouches for: ECDSA on P-256 with SHA-256, in DER (KMS: `ECDSA_SHA_256`). */
export interface Signer {
  /** Base64 signature over the UTF-8 bytes of the text, and the key that verifies it. */
  sign(text: string): Promise<{ readonly keyid: string; readonly sig: string }>;
  /** All keys that were ever used, the current one included. */
  publicKeys(): Promise<readonly PublicKey[]>;
}
