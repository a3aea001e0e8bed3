import { conflict, forbidden, oneTimePasswordRequired, unauthenticated } from '#domain/errors.ts';
import { sameSecret, sha256 } from '#domain/integrity.ts';
import { orgNamed } from '#domain/org/org.ts';
import { checkNewPassword, hashPassword } from '#domain/password.ts';
import { parseEmail, parseNewUserName, type User } from '#domain/user.ts';
import { guarded } from '#http/attempts.ts';
import { createAccount } from '#http/create-account.ts';
import type { Request } from '#http/request.ts';
import type { Store } from '#http/route.ts';
import { checkAttempts, noteFailure, noteFamiliar } from '#store/attempts.ts';
import { findOrg } from '#store/orgs.ts';
import type { Services } from '#store/services.ts';
import type { Admission } from '#store/sign-up.ts';
import { hasFirstAdmin } from '#store/users.ts';

interface Application {
  readonly name: string;
  readonly password: string;
  readonly email: string;
}

/** What signing up with a password touches, and making a token for who did. */
export const SIGN_UP: readonly Store[] = [
  'users:read',
  'users:write',
  'tokens:write',
  'attempts:write',
  'first-admin',
  // An invitation may lead into an organization.
  'orgs:read',
  'orgs:write',
  'memberships:list',
];

/** Makes an account as far as the registry's configuration lets the applicant. */
export async function signUp(
  application: Application,
  request: Request,
  services: Services,
): Promise<User> {
  const name = parseNewUserName(application.name);
  if (await findOrg(services.table, orgNamed(name))) {
    throw conflict(`there is an organization "${name}" here: choose another name`);
  }
  const admission = await admit(request, services);
  checkNewPassword(application.password, services.policy.passwordLength);
  const at = services.now().toISOString();
  const user: User = {
    name,
    email: application.email === '' ? '' : parseEmail(application.email),
    admin: admission.kind === 'first-admin',
    passwordHash: await hashPassword(application.password),
    createdAt: at,
    updatedAt: at,
  };
  const { address } = request;
  const obstacle = await createAccount(user, { admission, address }, services);
  if (obstacle === 'invite') {
    await noteFailure(services, codeFrom(request));
    throw wrongCode();
  }
  if (obstacle === 'look-alike') throw looksLikeAnotherUser(name);
  if (obstacle) throw conflict(`"${name}" was signed up by somebody else just now: try again`);
  // Where somebody signs up is where they are no stranger.
  await noteFamiliar(services, { kind: 'password', account: name, address });
  return user;
}

const looksLikeAnotherUser = (name: string): Error =>
  forbidden(
    `"${name}" looks like the name of another user: choose one that nobody mistakes for it`,
  );

/** The code, if one is needed, comes as a one-time password: every client has a prompt for that. */
async function admit(request: Request, services: Services): Promise<Admission> {
  const { policy, table } = services;
  const code = request.headers['npm-otp']?.replaceAll(' ', '');
  if (!(await hasFirstAdmin(table))) {
    const expected = await services.firstAdminCode();
    if (expected === undefined) return { kind: 'first-admin' };
    if (code === undefined) throw oneTimePasswordRequired(FIRST_ADMIN);
    const admission = { kind: 'first-admin' } as const;
    const found = await guarded(services, codeFrom(request), async () =>
      sameSecret(sha256(code), expected) ? admission : undefined,
    );
    if (found) return found;
    throw wrongCode();
  }
  if (policy.signUp === 'open') return { kind: 'open' };
  if (policy.signUp === 'closed') {
    throw forbidden('this registry takes no sign-ups: ask one of its admins for an account');
  }
  if (code === undefined) throw oneTimePasswordRequired(INVITED);
  await checkAttempts(services, codeFrom(request));
  return { kind: 'invite', hash: sha256(code) };
}

const FIRST_ADMIN =
  'This registry has no user yet. Enter the one-time pass that its start printed, or on AWS the secret that its stack names; you become its first admin.';
const INVITED =
  'Signing up here needs an invitation. Enter its code as the one-time pass; an admin of the registry can give you one.';

const codeFrom = ({ address }: Request) => ({ kind: 'code', address }) as const;

const wrongCode = (): Error =>
  unauthenticated('this one-time pass is wrong, used or expired: ask for a new one');
