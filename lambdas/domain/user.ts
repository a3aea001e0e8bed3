import { invalid } from './errors.ts';
import type { Json } from './manifest.ts';
import type { SecondFactorMode } from './second-factor/second-factor.ts';
import { userLookAlikeKey } from './user-look-alike.ts';

/** A user's name: lower case, so that two users can't differ by case alone. */
export type UserName = string & { readonly __brand: 'UserName' };

const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
const EMAIL = /^[^\s@<>"']{1,64}@[^\s@<>"']{1,189}$/;

/** The name if it can be one; a look-up of anything else finds nobody. */
export function asUserName(text: string): UserName | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a user name earns its brand
  return NAME.test(text) ? (text as UserName) : undefined;
}

export function parseUserName(text: string): UserName {
  const name = asUserName(text);
  if (name) return name;
  throw invalid(
    `"${text}" can't be a user name: use up to 64 lower-case letters, digits, ".", "_" and "-", starting and ending with a letter or digit`,
  );
}

/** The registry's own user, who publishes where it watches itself. */
export const CANARY = parseUserName('pantry-canary');
/** Where it publishes, and nobody else. */
export const CANARY_SCOPE = '@pantry-canary';

/** The name of somebody new. */
export function parseNewUserName(text: string): UserName {
  const name = parseUserName(text);
  if (userLookAlikeKey(name) === userLookAlikeKey(CANARY)) {
    throw invalid(`"${name}" is the registry's own, or looks like it: choose another name`);
  }
  return name;
}

export const isEmail = (text: string): boolean => EMAIL.test(text);

export function parseEmail(text: string): string {
  if (isEmail(text)) return text;
  throw invalid(`"${text}" is not an e-mail address`);
}

/** Someone as documents show them. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** What a user may change about themselves, beside the password. */
export interface Profile {
  readonly email: string;
  readonly fullname?: string;
  readonly homepage?: string;
  readonly github?: string;
}

export interface User extends Profile {
  readonly name: UserName;
  readonly admin: boolean;
  /** `provider`: the adminship came with a sign-in, and goes with one. */
  readonly adminBy?: 'provider' | 'nobody';
  /** Whether the provider said at the last sign-in that this is an admin, whoever made them one. */
  readonly claimedAdmin?: boolean;
  /** See password.ts for the form; absent where somebody signs in at a provider alone. */
  readonly passwordHash?: string;
  /** Mode of the second factor, which is kept apart; absent: there is none. */
  readonly secondFactor?: SecondFactorMode;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A user as `npm profile` shows one; `tfa` is the second factor in npm's form. */
export const profileOf = (
  { name, email, createdAt, updatedAt, ...rest }: User,
  tfa: object | null,
): Json => ({
  name,
  email,
  email_verified: false,
  fullname: rest.fullname ?? '',
  homepage: rest.homepage ?? '',
  github: rest.github ?? '',
  tfa,
  cidr_whitelist: null,
  created: createdAt,
  updated: updatedAt,
});
