/** The trust root that provenance is verified by. */
export interface TrustRootSource {
  /** As JSON text; undefined: there is none yet. */
  readonly current: () => Promise<string | undefined>;
  readonly close: () => Promise<void>;
}
