import * as v from 'valibot';

import { SsoEntries, ssoWish } from '#domain/sso/settings.ts';

import { json } from './json.ts';

export const SSO_SETTING = {
  sso: {
    schema: v.optional(
      json(
        v.pipe(
          v.strictObject(
            {
              ...SsoEntries,
              clientSecret: v.optional(v.string('must be a secret')),
              clientSecretFile: v.optional(v.string('must be a file')),
            },
            ssoWish,
          ),
          v.check(
            ({ clientSecret, clientSecretFile }) =>
              clientSecret === undefined || clientSecretFile === undefined,
            'must have "clientSecret" or "clientSecretFile", not both',
          ),
        ),
      ),
    ),
    initial: undefined,
    // What can't be used is not shown again: it may hold the secret.
    secret: true,
    about:
      'Where people sign in with a browser, besides or in place of passwords: a provider of OpenID Connect, as an object with `issuer`, `clientId`, `clientSecret` (in which `${NAME}` stands for a variable of the environment) or `clientSecretFile`, and more; see [single-sign-on.md](single-sign-on.md). Where it is not set, people log in in the terminal alone.',
  },
} as const;
