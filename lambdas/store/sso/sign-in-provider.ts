import type { Attempt } from '#domain/sso/attempt.ts';
import type { Claims } from '#domain/sso/claims.ts';
import type { SsoSettings } from '#domain/sso/settings.ts';

/** A provider of OpenID Connect, where people prove who they are. */
export interface SignInProvider {
  readonly settings: SsoSettings;
  /** Where a browser goes to sign in. */
  authorizationUrl(attempt: Attempt, redirectUri: string): Promise<URL>;
  /** What the provider says of who came back with this query. Throws SignInError. */
  redeem(query: URLSearchParams, attempt: Attempt, redirectUri: string): Promise<Claims>;
}

/**
 * Why nobody was signed in. `refused`: the provider, or the person there, said no. `unreachable`: it could not be
 * asked. `unusable`: what came back is not what was asked for, or is not the provider's.
 */
export type SignInFault = 'refused' | 'unreachable' | 'unusable';

export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly fault: SignInFault;

  constructor(fault: SignInFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
