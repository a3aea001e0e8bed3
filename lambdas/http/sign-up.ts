import { randomUUID } from 'node:crypto';

import { conflict, forbidden, oneTimePasswordRequired, unauthenticated } from '#domain/errors.ts';
import { sameSecret, sha256 } from '#domain/integrity.ts';
import { checkNewPassword, hashPassword } from '#domain/password.ts';
import { parseEmail, parseNewUserName, type User } from '#domain/user.ts';
import { checkAttempts, countFailure } from '#http/attempts.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';
import { type Admission, createUser } from '#store/sign-up.ts';
import { hasFirstAdmin } from '#store/users.ts';

interface Application {
  readonly name: string;
  readonly password: string;
  readonly email: string;
}

/** Makes an account as far as the registry's configuration lets the applicant. */
export async function signUp(
  application: Application,
  request: Request,
  services: Services,
): Promise<User> {
  const name = parseNewUserName(application.name);
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
  const obstacle = await createUser(services.table, user, admission, {
    id: randomUUID(),
    at,
    action: 'sign-up',
    subject: `user:${name}`,
    actor: name,
    address: request.address,
    detail: { admission: admission.kind },
  });
  if (obstacle === 'invite') throw wrongCode(request, services);
  if (obstacle === 'look-alike') throw looksLikeAnotherUser(name);
  if (obstacle) throw conflict(`"${name}" was signed up by somebody else just now: try again`);
  return user;
}

const looksLikeAnotherUser = (name: string): Error =>
  forbidden(
    `"${name}" looks like the name of another user: choose one that nobody mistakes for it`,
  );

/** The code, if one is needed, comes as a one-time password: every client has a prompt for that. */
async function admit(request: Request, services: Services): Promise<Admission> {
  const { policy, table, now } = services;
  const code = request.headers['npm-otp']?.replaceAll(' ', '');
  if (!(await hasFirstAdmin(table))) {
    const expected = await services.firstAdminCode();
    if (expected === undefined) return { kind: 'first-admin' };
    if (code === undefined) throw oneTimePasswordRequired(FIRST_ADMIN);
    checkAttempts(table, request.address, 'first admin', now());
    if (sameSecret(sha256(code), expected)) return { kind: 'first-admin' };
    throw wrongCode(request, services);
  }
  if (policy.signUp === 'open') return { kind: 'open' };
  if (policy.signUp === 'closed') {
    throw forbidden('this registry takes no sign-ups: ask one of its admins for an account');
  }
  if (code === undefined) throw oneTimePasswordRequired(INVITED);
  checkAttempts(table, request.address, 'invitation', now());
  return { kind: 'invite', hash: sha256(code) };
}

const FIRST_ADMIN =
  'This registry has no user yet. Enter the one-time pass that its start printed, or on AWS the secret that its stack names; you become its first admin.';
const INVITED =
  'Signing up here needs an invitation. Enter its code as the one-time pass; an admin of the registry can give you one.';

function wrongCode({ address }: Request, { table, now }: Services): Error {
  countFailure(table, address, 'code', now());
  return unauthenticated('this one-time pass is wrong, used or expired: ask for a new one');
}
