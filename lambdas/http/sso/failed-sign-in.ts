import { RegistryError, unavailable } from '#domain/errors.ts';
import { logError } from '#http/log.ts';
import type { Request } from '#http/request.ts';
import { SignInError } from '#store/sso/sign-in-provider.ts';

/** What a person is told of a provider that failed; the registry's log has what it was. */
export function failedSignIn(error: unknown, provider: string, { id }: Request): unknown {
  if (!(error instanceof SignInError)) return error;
  logError('signing in failed', error, { request: id });
  if (error.fault === 'unreachable') {
    return unavailable(`${provider} could not be asked who you are: begin again in a moment`);
  }
  return new RegistryError(
    'bad_upstream',
    `what ${provider} answered does not prove who you are (request ${id}): begin again, and if that does not help tell an admin`,
  );
}
