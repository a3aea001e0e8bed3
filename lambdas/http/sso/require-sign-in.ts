import { RegistryError } from '#domain/errors.ts';
import type { Services } from '#store/services.ts';
import type { SignInProvider } from '#store/sso/sign-in-provider.ts';

/** The provider that people sign in at, where there is one. */
export function requireSignIn({ signIn }: Services): SignInProvider {
  if (signIn) return signIn;
  throw new RegistryError('not_found', 'people do not sign in at a provider here');
}
