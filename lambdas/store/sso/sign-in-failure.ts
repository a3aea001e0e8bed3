import {
  AuthorizationResponseError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';

import { SignInError } from './sign-in-provider.ts';

/** What the client library says when nothing, or no answer of the protocol, came back. */
const UNREACHABLE = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM']);

/**
 * An error of the client library as ours. What it has of tokens and claims is let go: errors are logged. What is
 * not known here is no proof of who signed in either.
 */
export function toSignInError(error: unknown): SignInError {
  if (error instanceof SignInError) return error;
  if (causeOf(error) instanceof SignInError) return toSignInError(causeOf(error));
  if (error instanceof AuthorizationResponseError) {
    return new SignInError('refused', `it says ${error.error}`);
  }
  if (error instanceof ResponseBodyError) {
    return new SignInError('unusable', `it says ${error.error}`);
  }
  if (error instanceof WWWAuthenticateChallengeError) {
    return new SignInError('unusable', 'it does not take the id and the secret of this registry');
  }
  const message = [error, causeOf(error)].map(messageOf).filter(Boolean).join(': ');
  return new SignInError(isUnreachable(error) ? 'unreachable' : 'unusable', message);
}

const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

/** The library's own errors have codes; `fetch` throws a TypeError with a cause where nobody answers. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return UNREACHABLE.has(code) || (error instanceof TypeError && error.cause instanceof Error);
}
