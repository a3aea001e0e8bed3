import { forbidden, wrongPassword } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';
import { checkNewPassword, hashPassword } from '#domain/password.ts';
import { canManageAccount } from '#domain/permission.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { parseEmail, type Profile, type User } from '#domain/user.ts';
import { auditOf } from '#http/audit.ts';
import { checkPassword, forgetPasswords, originOf } from '#http/authenticate.ts';
import type { Request } from '#http/request.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import type { Services } from '#store/services.ts';
import { changeUser, type UserChanges } from '#store/user-writes.ts';

const FIELDS = ['email', 'fullname', 'homepage', 'github'] as const;

interface Changing {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** Fields that are to change; an empty one may be null. */
export type ProfileChange = { readonly [K in keyof Profile]?: string | null | undefined } & {
  readonly password?: { readonly old: string; readonly new: string } | undefined;
};

/** Throws for tokens that are not as good as the person. */
export function checkManagesAccount(principal: UserPrincipal): void {
  if (canManageAccount(principal)) return;
  throw forbidden('a limited token can not change the account: log in with the password');
}

/** Changes what somebody says of themselves, or their password, which needs the one before. */
export async function changeProfile(call: Changing, change: ProfileChange): Promise<User> {
  const { principal, services } = call;
  const { password } = change;
  if (password) await confirmPassword(call, password.old);
  if (password) checkNewPassword(password.new, services.policy.passwordLength);
  await requireSecondFactor('always', call);
  const changes = {
    ...(typeof change.email === 'string' && { email: parseEmail(change.email) }),
    ...Object.fromEntries(
      FIELDS.filter((key) => key !== 'email' && change[key] !== undefined).map((key) => [
        key,
        change[key] ?? '',
      ]),
    ),
    ...(password && { passwordHash: await hashPassword(password.new) }),
  };
  const action = password ? 'password-change' : 'profile-change';
  const user = await changeUser(services, principal.name, changes, (before) => ({
    ...auditOf(call, action, {}, { before: told(before, changes), after: told(changes, changes) }),
    subject: `user:${principal.name}`,
  }));
  if (password) forgetPasswords(services);
  return user;
}

async function confirmPassword(call: Changing, password: string): Promise<void> {
  const { principal, request, services } = call;
  if (await checkPassword(principal.name, password, originOf(principal, request), services)) return;
  throw wrongPassword('the current password is another one');
}

/** The fields that change, but for the password: nobody needs to see even its hash. */
function told(user: UserChanges, changes: UserChanges): Json {
  return Object.fromEntries(
    FIELDS.filter((field) => field in changes).map((field) => [field, user[field] ?? null]),
  );
}
