import { unavailable } from '#domain/errors.ts';
import { isAdmin } from '#domain/sso/admission.ts';
import { type Claims, textClaim, verifiedEmail } from '#domain/sso/claims.ts';
import { identityId } from '#domain/sso/identity.ts';
import { nameProposals } from '#domain/sso/user-name.ts';
import { isEmail, type User, type UserName } from '#domain/user.ts';
import { createAccount } from '#http/create-account.ts';
import { checkAttempts, noteFailure } from '#store/attempts.ts';
import type { Services } from '#store/services.ts';
import type { Admission, Obstacle } from '#store/sign-up.ts';
import { findIdentity } from '#store/sso/identities.ts';
import { hasFirstAdmin } from '#store/users.ts';

import type { Arrival, Arrived } from './sign-in.ts';

/** Makes an account for somebody whom the provider vouches for and nobody knows yet. */
export async function signUpByProvider(arrival: Arrival, services: Services): Promise<Arrived> {
  const admission = await admit(arrival, services);
  if ('refusal' in admission) return admission;
  const { claims, provider, address } = arrival;
  for (const name of nameProposals(claims, provider.settings.nameClaim)) {
    const obstacle = await create(name, admission, arrival, services);
    if (obstacle === undefined) return { user: name };
    if (obstacle === 'identity') return alreadyThere(claims, services);
    if (obstacle === 'invite') {
      await noteFailure(services, { kind: 'code', address });
      return { refusal: 'this invitation is wrong, used or expired: ask for a new one' };
    }
    if (obstacle === 'first-admin') throw unavailable('the account could not be made: try again');
  }
  throw unavailable('no free user name was found: try again');
}

/** The same person signed in twice at the same moment: the other one made the account. */
async function alreadyThere(claims: Claims, { table }: Services): Promise<Arrived> {
  const identity = await findIdentity(table, identityId(claims));
  if (identity) return { user: identity.user };
  throw unavailable('the account could not be made: try again');
}

async function admit(
  { claims, provider: { settings }, address, inviteHash: hash }: Arrival,
  services: Services,
): Promise<Admission | { readonly refusal: string }> {
  const { table, policy } = services;
  // Nobody else becomes the first admin here: being the first to sign in says nothing of who one is.
  if (isAdmin(claims, settings) && !(await hasFirstAdmin(table))) return { kind: 'first-admin' };
  const mode = settings.signUp ?? policy.signUp;
  if (mode === 'open') return { kind: 'open' };
  if (mode === 'closed') {
    return {
      refusal:
        'nobody here has this sign-in, and this registry takes no sign-ups: ask one of its admins for an account',
    };
  }
  if (hash === undefined) {
    return {
      refusal:
        'nobody here has this sign-in yet, and a new account needs an invitation: ask an admin for one, log in again and enter its code before you go on',
    };
  }
  await checkAttempts(services, { kind: 'code', address });
  return { kind: 'invite', hash };
}

async function create(
  name: UserName,
  admission: Admission,
  { claims, provider: { settings }, address }: Arrival,
  services: Services,
): Promise<Obstacle | undefined> {
  const createdAt = services.now().toISOString();
  const email = verifiedEmail(claims);
  const fullname = textClaim(claims, 'name')?.slice(0, 256);
  const admin = isAdmin(claims, settings);
  const user: User = {
    name,
    email: email !== undefined && isEmail(email) ? email : '',
    admin,
    ...(admin && { adminBy: 'provider', claimedAdmin: true }),
    ...(fullname !== undefined && { fullname }),
    createdAt,
    updatedAt: createdAt,
  };
  const { iss: issuer, sub: subject } = claims;
  const identity = { id: identityId(claims), issuer, subject, user: name, createdAt };
  const detail = { identity: identity.id, issuer };
  return createAccount(user, { admission, address, detail, identity }, services);
}
