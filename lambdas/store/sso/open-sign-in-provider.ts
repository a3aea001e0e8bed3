import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
} from 'openid-client';

import type { Attempt } from '#domain/sso/attempt.ts';
import type { Claims } from '#domain/sso/claims.ts';
import { isSecureUrl, type SsoSettings } from '#domain/sso/settings.ts';

import { limitedFetch } from './limited-fetch.ts';
import { remembered } from './remembered.ts';
import { toSignInError } from './sign-in-failure.ts';
import { SignInError, type SignInProvider } from './sign-in-provider.ts';

/** Seconds for one request: the four of a sign-in fit into what a gateway waits for. */
const DEADLINE = 6;
/** What a provider says of itself changes rarely; its keys are looked up again by themselves. */
const LIFETIMES = { fresh: 3_600_000, stale: 86_400_000, pause: 10_000 };

interface Source {
  readonly settings: SsoSettings;
  /** Undefined for a client that has none. Read when it is needed, so that a new one counts at once. */
  readonly clientSecret: () => Promise<string | undefined>;
}

/** Speaks with a provider. Nothing is asked before somebody wants to sign in. */
export function openSignInProvider({ settings, clientSecret }: Source): SignInProvider {
  let secret: string | undefined;
  const authenticate: ClientAuth = (server, ...rest) =>
    methodFor(secret, server.token_endpoint_auth_methods_supported)(server, ...rest);
  const describe = remembered(
    async () => discover(settings, authenticate),
    LIFETIMES,
    () => performance.now(),
  );
  return {
    settings,
    authorizationUrl: async (attempt, redirectUri) =>
      translated(async () => authorizationUrl(await describe(), settings, attempt, redirectUri)),
    async redeem(query, attempt, redirectUri) {
      secret = await clientSecret();
      const url = new URL(redirectUri);
      url.search = query.toString();
      return translated(async () => claimsOf(await describe(), url, attempt));
    },
  };
}

/** As the provider wants it; the standard's own way where it does not say. */
function methodFor(
  secret: string | undefined,
  supported: readonly string[] = ['client_secret_basic'],
): ClientAuth {
  if (secret === undefined) return None();
  return supported.includes('client_secret_basic')
    ? ClientSecretBasic(secret)
    : ClientSecretPost(secret);
}

/** By default the library takes the word of TLS for a token's signature; here it is checked. */
const discover = async (
  { issuer, clientId }: SsoSettings,
  authenticate: ClientAuth,
): Promise<Configuration> =>
  discovery(new URL(issuer), clientId, undefined, authenticate, {
    timeout: DEADLINE,
    [customFetch]: limitedFetch,
    execute: [
      enableNonRepudiationChecks,
      // Settings take a URL without TLS on this machine alone, and every request is held to that.
      ...(new URL(issuer).protocol === 'http:' ? [allowInsecureRequests] : []),
    ],
  });

async function authorizationUrl(
  configuration: Configuration,
  { scopes }: SsoSettings,
  { state, nonce, verifier }: Attempt,
  redirectUri: string,
): Promise<URL> {
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  // A browser is sent there: nothing but a web page will do.
  if (isSecureUrl(url.href)) return url;
  throw new SignInError('unusable', 'it names no web page to sign in at');
}

async function claimsOf(
  configuration: Configuration,
  url: URL,
  { state, nonce, verifier }: Attempt,
): Promise<Claims> {
  const answer = await authorizationCodeGrant(configuration, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const token = answer.claims();
  if (!token?.sub) throw new SignInError('unusable', 'it does not say who signed in');
  if (configuration.serverMetadata().userinfo_endpoint === undefined) return { ...token };
  const more = await fetchUserInfo(configuration, answer.access_token, token.sub);
  // Whether an address is verified is said beside it: the two never come from two places.
  const { email, email_verified: verified, ...others } = more;
  return {
    ...others,
    ...(token['email'] === undefined && { email, email_verified: verified }),
    ...token,
  };
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toSignInError(error);
  }
}
