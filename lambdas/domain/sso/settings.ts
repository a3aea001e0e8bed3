import * as v from 'valibot';

import { choice, list, matching, whole } from '#domain/setting.ts';
import { SIGN_UP_MODES, type SignUp } from '#domain/sign-up.ts';

import { type ClaimRule, parseClaimRule } from './claims.ts';

/** How people sign in at a provider of OpenID Connect; secrets are no part of it. */
export interface SsoSettings {
  /** Exactly as the provider names itself, a slash at its end included. */
  readonly issuer: string;
  readonly clientId: string;
  /** What people are told that they sign in with. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** Who gets an account by signing in; undefined: whoever could make one with a password. */
  readonly signUp?: SignUp | undefined;
  /** Domains of e-mail addresses that alone are let in; empty lets all in. */
  readonly domains: readonly string[];
  /** All of these have to hold. */
  readonly require: readonly ClaimRule[];
  /** Any of these makes an admin. */
  readonly admins: readonly ClaimRule[];
  /** The claim that a new account is named after. */
  readonly nameClaim: string;
  readonly tokenDays: number;
  /** Whether passwords still count, for those who have one. */
  readonly passwordLogin: boolean;
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/** Whether what is sent there can't be read or changed on its way. */
export function isSecureUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

const text = (what: string) =>
  v.pipe(
    v.string(`must be ${what}`),
    v.minLength(1, `must be ${what}`),
    v.maxLength(300, `must be ${what}, of up to 300 characters`),
  );

const Issuer = v.pipe(
  text('a URL that begins with https://'),
  v.check(isSecureUrl, 'must be a URL that begins with https://'),
  v.check(
    (url) => !URL.canParse(url) || !/[?#]/.test(url),
    'must be the issuer alone, without ? and #',
  ),
);

const Rules = list('claims with their values, such as groups=engineering', parseClaimRule);

/** The settings of a sign-in, wherever they are written. */
export const SsoEntries = {
  issuer: Issuer,
  clientId: text('the id that the provider gave to this registry'),
  name: v.optional(text('a name')),
  scopes: v.optional(list('scopes such as openid,email', matching(/^[\x21-\x7E]{1,100}$/)), [
    'openid',
    'profile',
    'email',
  ]),
  signUp: v.optional(choice(SIGN_UP_MODES)),
  domains: v.optional(
    list('domains such as example.com', (item) =>
      /^[a-z\d.-]{1,253}$/i.test(item) ? item.toLowerCase() : undefined,
    ),
    [],
  ),
  require: v.optional(Rules, []),
  admins: v.optional(Rules, []),
  nameClaim: v.optional(text('the name of a claim'), 'preferred_username'),
  tokenDays: v.optional(whole(1, 3650), 30),
  passwordLogin: v.optional(v.boolean('must be true or false'), true),
};

type SsoInput = Omit<SsoSettings, 'name'> & { readonly name?: string | undefined };

/** Only what has been parsed is there: what else the source holds, such as a secret, is left out. */
export const ssoSettings = (given: SsoInput): SsoSettings => ({
  issuer: given.issuer,
  clientId: given.clientId,
  name: given.name ?? new URL(given.issuer).host,
  scopes: [...new Set(['openid', ...given.scopes])],
  signUp: given.signUp,
  domains: given.domains,
  require: given.require,
  admins: given.admins,
  nameClaim: given.nameClaim,
  tokenDays: given.tokenDays,
  passwordLogin: given.passwordLogin,
});

/** What is told of a key that is none, or that is missing. */
export const ssoWish = ({ expected }: v.StrictObjectIssue): string =>
  expected === 'never'
    ? 'is no setting of a sign-in'
    : 'must be a provider such as {"issuer": "https://login.example.com", "clientId": "pantry"}';
