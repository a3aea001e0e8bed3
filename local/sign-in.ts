import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { ssoSettings } from '#domain/sso/settings.ts';
import { openSignInProvider } from '#store/sso/open-sign-in-provider.ts';
import type { SignInProvider } from '#store/sso/sign-in-provider.ts';

import { expand } from './config/expand.ts';
import { ConfigurationError } from './config/load.ts';
import { isLoopback } from './config/policy.ts';
import type { Settings } from './config/schema.ts';

/** The provider that the settings name. What can't be used stops the start; the provider itself is not asked yet. */
export function openLocalSignIn({ sso, publicUrl, host }: Settings): SignInProvider | undefined {
  if (!sso) return undefined;
  if (publicUrl === undefined && !isLoopback(host)) {
    throw new ConfigurationError(
      '"sso" needs "publicUrl": the provider has to know the one URL that people come back to',
    );
  }
  const { clientSecretFile: file } = sso;
  const text = expand(sso.clientSecret, '"sso"');
  if (file !== undefined) checkReadable(file);
  return openSignInProvider({
    settings: ssoSettings(sso),
    // Read each time, so that a new one counts without a restart.
    clientSecret: async () => (file === undefined ? text : (await readFile(file, 'utf8')).trim()),
  });
}

function checkReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (cause) {
    throw new ConfigurationError(`the file ${file} of "sso" can't be read`, { cause });
  }
}
