import { conflict, forbidden } from '#domain/errors.ts';
import { checkNewPassword } from '#domain/password.ts';
import { parseEmail, parseNewUserName, type UserName } from '#domain/user.ts';
import { NO_PASSWORDS } from '#http/authenticate.ts';
import type { Request } from '#http/request.ts';
import { defineRoute } from '#http/route.ts';
import { SIGN_UP, signUp } from '#http/sign-up.ts';
import { beginSession } from '#http/web/begin-session.ts';
import { fields } from '#http/web/fields.ts';
import { inField, orForm } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { nextOf } from '#http/web/sign-in-form.ts';
import { signUpForm } from '#http/web/sign-up-form.ts';
import { findUser } from '#store/users.ts';
import type { Problem } from '#web/account/form.ts';
import type { Page } from '#web/layout.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/sign-up',
  summary: 'Make an account with a password, and sign the browser in',
  permission: 'anyone',
  secondFactor: 'itself',
  body: fields('name', 'email', 'password', 'invitation', 'next'),
  limit: 'login',
  stores: SIGN_UP,
  page: true,
});

export const handle = page(route, async ({ body, request, services }) => {
  const { email, password, invitation, next } = body;
  const { passwordLogin, passwordLength } = services.policy;
  const form = async (problem: Problem): Promise<Page> =>
    signUpForm({ next, name: body.name, email, problem }, request, services);
  return orForm({ request, fields: FIELDS, form }, async () => {
    if (!passwordLogin) throw forbidden(NO_PASSWORDS);
    const name = inField('name', (): UserName => parseNewUserName(body.name.trim().toLowerCase()));
    if (email !== '') inField('email', () => parseEmail(email));
    inField('password', () => checkNewPassword(password, passwordLength));
    if (await findUser(services.table, name)) {
      throw conflict(`there is a user "${name}" here: choose another name, or sign in`);
    }
    const asking = withCode(request, invitation);
    const user = await signUp({ name, password, email }, asking, services);
    return beginSession(user, nextOf(next), request, services);
  });
});

const FIELDS = {
  conflict: 'name',
  forbidden: 'name',
  unauthenticated: 'invitation',
  otp_required: 'invitation',
} as const;

/** Codes that let somebody sign up come where clients send them. */
const withCode = (request: Request, code: string): Request =>
  code.trim() === '' ? request : { ...request, headers: { ...request.headers, 'npm-otp': code } };
