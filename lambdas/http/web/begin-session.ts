import { browserName } from '#domain/browser-name.ts';
import type { User } from '#domain/user.ts';
import { issueToken } from '#http/issue-token.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';

import { keepSession, SESSION_SECONDS } from './session-cookie.ts';
import { goTo } from './show-page.ts';

/** Signs a browser in: by a new token each time, which its owner sees among the others and can revoke. */
export async function beginSession(
  { name }: User,
  next: string,
  request: Request,
  services: Services,
): Promise<Reply> {
  const expiresAt = new Date(services.now().getTime() + SESSION_SECONDS * 1000).toISOString();
  const wanted = { user: name, name: browserName(request.headers['user-agent']), expiresAt };
  const { text } = await issueToken(services, wanted, request.address);
  return goTo(next, keepSession(request, text, name));
}
