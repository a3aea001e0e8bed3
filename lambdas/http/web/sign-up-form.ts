import { localPath } from '#domain/local-path.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';
import { hasFirstAdmin } from '#store/users.ts';
import type { Problem } from '#web/account/form.ts';
import { signUpPage } from '#web/account/sign-up.ts';
import type { Page } from '#web/layout.ts';
import { markup } from '#web/markup.ts';
import { messagePage } from '#web/message.ts';
import { signInPath } from '#web/paths.ts';

interface Typed {
  readonly next: string | null;
  readonly name?: string;
  readonly email?: string;
  readonly problem?: Problem;
}

/** The page on which people sign up, or why they can't. */
export async function signUpForm(
  { next, ...typed }: Typed,
  request: Request,
  services: Services,
): Promise<Page> {
  const { policy } = services;
  const way = policy.passwordLogin ? await wayIn(services) : 'closed';
  if (way === 'closed') {
    const back = markup`<p><a href="${signInPath(localPath(next))}">Sign in</a></p>`;
    const text = policy.passwordLogin ? CLOSED : ELSEWHERE;
    return messagePage('Nobody signs up here', text, back);
  }
  return signUpPage({
    ...typed,
    host: new URL(request.baseUrl).host,
    next: localPath(next),
    shortest: policy.passwordLength,
    code: way === 'open' ? undefined : way,
  });
}

const CLOSED = 'Ask an admin of this registry for an account.';
const ELSEWHERE = 'This registry takes no passwords: your first sign-in makes your account.';

async function wayIn(
  services: Services,
): Promise<'open' | 'invitation' | 'first-admin' | 'closed'> {
  const { policy, table } = services;
  if (!(await hasFirstAdmin(table))) {
    return (await services.firstAdminCode()) === undefined ? 'open' : 'first-admin';
  }
  return policy.signUp === 'invite' ? 'invitation' : policy.signUp;
}
