import { localPath } from '#domain/local-path.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';
import { hasFirstAdmin } from '#store/users.ts';
import type { Problem } from '#web/account/form.ts';
import { signInPage } from '#web/account/sign-in.ts';
import type { Page } from '#web/layout.ts';
import { accountPath } from '#web/paths.ts';

import { doneOf } from './account-of.ts';

/** Where somebody goes on to who has signed in; only ever within the registry. */
export const nextOf = (text: string | null | undefined): string => localPath(text) ?? accountPath;

interface Typed {
  readonly next: string | null;
  readonly name?: string;
  readonly problem?: Problem;
}

/** The page on which people sign in, as this registry lets them. */
export async function signInForm(
  { next, ...typed }: Typed,
  request: Request,
  services: Services,
): Promise<Page> {
  const { policy, signIn, table } = services;
  const signUp = policy.signUp !== 'closed' || !(await hasFirstAdmin(table));
  const invited = (signIn?.settings.signUp ?? policy.signUp) === 'invite';
  return signInPage({
    ...typed,
    host: new URL(request.baseUrl).host,
    next: localPath(next),
    passwords: policy.passwordLogin,
    signUp: policy.passwordLogin && signUp,
    provider: signIn && { name: signIn.settings.name, invited },
    done: doneOf(request),
  });
}
