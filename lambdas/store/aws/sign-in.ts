import type { SsoSettings } from '#domain/sso/settings.ts';
import { openSignInProvider } from '#store/sso/open-sign-in-provider.ts';
import type { SignInProvider } from '#store/sso/sign-in-provider.ts';

import { readSecret } from './secret.ts';

/** Settings as the stack gives them; the secret by its name, which the function of the callback alone may read. */
type Told = SsoSettings & { readonly secret?: string };

/** The provider of this registry's configuration, where it has one. */
export function openSignIn(): SignInProvider | undefined {
  const { PANTRY_SSO: text } = process.env;
  if (text === undefined || text === '') return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the stack put it there, checked
  const { secret, ...settings } = JSON.parse(text) as Told;
  return openSignInProvider({
    settings,
    clientSecret: async () => (secret === undefined ? undefined : readSecret(secret)),
  });
}
