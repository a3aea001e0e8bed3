import type { UpstreamPolicy } from './policy.ts';
import type { Shadowing } from './shadowing.ts';

/** The upstreams of a registry, as its stack tells its functions. */
export interface UpstreamsConfiguration {
  readonly ownScopes: readonly string[];
  readonly shadowing: Shadowing;
  /** Milliseconds that a document is taken for right without asking. */
  readonly maxAge: number;
  readonly list: readonly UpstreamConfiguration[];
}

export interface UpstreamConfiguration {
  readonly id: string;
  /** Without a slash at the end. */
  readonly url: string;
  /** Names and scopes that it alone is asked for. */
  readonly packages?: readonly string[] | undefined;
  readonly policy: UpstreamPolicy;
  /** Of Secrets Manager: what the upstream is sent to let the proxy read. */
  readonly secret?: string | undefined;
}
