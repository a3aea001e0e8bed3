import { createHmac, randomBytes } from 'node:crypto';

import { standingOf } from '#domain/ci/admission.ts';
import type { RunToken } from '#domain/ci/run-token.ts';
import { forbidden, RegistryError, unauthenticated } from '#domain/errors.ts';
import { verifyPassword } from '#domain/password.ts';
import {
  ANONYMOUS,
  type CiPrincipal,
  type Principal,
  type TokenCredential,
  type UserPrincipal,
} from '#domain/principal.ts';
import { allowsAddress, hashToken, isExpired, isToken, type Token } from '#domain/token.ts';
import { asUserName, type User } from '#domain/user.ts';
import { guarded } from '#http/attempts.ts';
import { forgetting } from '#http/forgetting.ts';
import type { Request } from '#http/request.ts';
import { listTrustedPublishers } from '#store/ci/trusted-publishers.ts';
import type { Services } from '#store/services.ts';
import { findAnyToken } from '#store/tokens.ts';
import { findUser } from '#store/users.ts';

type Stores = Pick<Services, 'table' | 'now' | 'policy'>;

/** Who a request says it comes from. Throws `unauthenticated` for a credential that is not good. */
export async function authenticate(request: Request, stores: Stores): Promise<Principal> {
  const header = request.headers['authorization'];
  if (header === undefined || header === '') return ANONYMOUS;
  const [scheme = '', value = ''] = header.split(/ +/, 2);
  if (/^bearer$/i.test(scheme)) return byToken(value, request, stores);
  if (/^basic$/i.test(scheme)) return byPassword(value, request, stores);
  throw unauthenticated(`"${scheme}" credentials are not understood: send a Bearer token`);
}

/** For what is read with a token alone. */
export function refusePassword({ headers: { authorization } }: Request): void {
  if (!/^basic /i.test(authorization ?? '')) return;
  throw unauthenticated('passwords are not taken here: log in, and send the token');
}

type KnownToken = { readonly token: Token; readonly user: User } | { readonly runToken: RunToken };

const knownTokens = forgetting<KnownToken>();

async function byToken(text: string, request: Request, stores: Stores): Promise<Principal> {
  const known = isToken(text) ? await lookUp(hashToken(text), stores) : undefined;
  if (!known) {
    throw unauthenticated(
      'the token is not valid here: it was revoked, mistyped or made by another registry. Log in again: `npm login` or `pantry login`',
    );
  }
  if ('runToken' in known) return toRun(known.runToken, stores);
  const { token, user } = known;
  if (isExpired(token, stores.now())) {
    throw unauthenticated(
      'the token has expired: log in again, by `npm login` or `pantry login`, or make a new one',
    );
  }
  if (!allowsAddress(token.cidr, request.address)) {
    throw new RegistryError('unauthenticated', 'the token may not be used from this address', {
      headers: { 'www-authenticate': 'ipaddress' },
    });
  }
  const { key, permission, packages, scopes, bypassesSecondFactor = false } = token;
  const signIn = signInOf(token);
  const limits = { permission, packages, scopes, bypassesSecondFactor };
  return principalOf(user, { kind: 'token', key, ...limits, ...(signIn && { signIn }) });
}

function signInOf({ origin, createdAt: at, expiresAt }: Token): TokenCredential['signIn'] {
  if (origin === undefined || expiresAt === undefined) return undefined;
  return { at, lifetime: Date.parse(expiresAt) - Date.parse(at) };
}

async function lookUp(hash: string, stores: Stores): Promise<KnownToken | undefined> {
  const find = async (): Promise<KnownToken | undefined> => {
    const { token, runToken } = await findAnyToken(stores.table, hash);
    if (runToken) return { runToken };
    const user = token && (await findUser(stores.table, token.user));
    return token && user ? { token, user } : undefined;
  };
  const lifetime = stores.policy.credentialLifetime;
  return knownTokens.remember({ owner: stores.table, key: hash, lifetime, find });
}

/** Makes this process ask the table about a token again. */
export function forgetCredential({ table }: Pick<Stores, 'table'>, hash: string): void {
  knownTokens.forget(table, hash);
}

/** Makes this process check every password again. */
export function forgetPasswords({ table }: Pick<Stores, 'table'>): void {
  knownPasswords.clear(table);
}

/** Makes this process look every user up again: what is asked of one has changed. */
export function forgetUsers({ table }: Pick<Stores, 'table'>): void {
  knownTokens.clear(table);
  knownPasswords.clear(table);
}

const knownPasswords = forgetting<User>();
/** Passwords are remembered under a key that dies with the process. */
const secret = randomBytes(32);

async function byPassword(text: string, request: Request, stores: Stores): Promise<Principal> {
  const [name = '', ...rest] = Buffer.from(text, 'base64').toString().split(':');
  const known = createHmac('sha256', secret).update(text).digest('hex');
  const user = await knownPasswords.remember({
    owner: stores.table,
    key: known,
    lifetime: stores.policy.credentialLifetime * 12,
    find: async () => checkPassword(name, rest.join(':'), request, stores),
  });
  if (!user) throw unauthenticated('the user name or the password is wrong');
  return principalOf(user, { kind: 'password' });
}

/** Said wherever a password is sent to a registry that takes none. */
export const NO_PASSWORDS =
  'this registry takes no passwords: log in with a browser, by `npm login`, `pantry login`, `pnpm login` or `yarn npm login --web-login`';

/** Where a password comes from: what is wrong is counted by it. */
export interface Origin {
  readonly address: string;
  /** Key of the token that came with it. */
  readonly token?: string;
}

/** The user if the password is theirs; takes as long where there is no such user. */
export async function checkPassword(
  name: string,
  password: string,
  { address, token }: Origin,
  stores: Stores,
): Promise<User | undefined> {
  if (!stores.policy.passwordLogin) throw forbidden(NO_PASSWORDS);
  const from = token === undefined ? { address } : { address, token };
  return guarded(stores, { kind: 'password', account: name, ...from }, async () => {
    const userName = asUserName(name);
    const user = userName && (await findUser(stores.table, userName));
    const right = await verifyPassword(password, user?.passwordHash);
    return right ? user : undefined;
  });
}

/** Where the password of who is logged in already comes from. */
export function originOf({ credential }: UserPrincipal, { address }: Request): Origin {
  return credential.kind === 'token' ? { address, token: credential.key } : { address };
}

/** Whom a package trusts is looked at each time: a token does not outlive that it was trusted. */
async function toRun(token: RunToken, { table, now }: Stores): Promise<CiPrincipal> {
  if (Date.parse(token.expiresAt) <= now().getTime()) {
    throw unauthenticated('the token of this CI run has ended: a later run gets its own');
  }
  const { key, package: name, publisherId, permission, run } = token;
  const standing = standingOf(token, await listTrustedPublishers(table, name));
  return { kind: 'ci', key, package: name, publisherId, permission, run, standing };
}

/** A user as whoever asks, by what they showed. */
export function principalOf(
  { name, email, admin, secondFactor }: User,
  credential: UserPrincipal['credential'],
): UserPrincipal {
  return { kind: 'user', name, email, admin, ...(secondFactor && { secondFactor }), credential };
}
