/** What the owners of a package ask of whoever publishes it, beyond that they may. */
export interface PackageRules {
  /** Only CI runs publish, no person and no token of one. */
  readonly ciOnly?: boolean;
  /** CI runs publish from this environment only, which its service lets people review. */
  readonly environment?: string;
  /** A version comes with an attestation of where it was built. */
  readonly provenance?: boolean;
  /** What CI runs send is staged until a person approves it. */
  readonly staged?: boolean;
  /** Whether people need a second factor to write; `automation`: tokens that were made to go without may. */
  readonly secondFactor?: 'required' | 'automation';
}
