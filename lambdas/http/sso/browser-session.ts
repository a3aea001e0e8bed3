import { randomBytes } from 'node:crypto';

import { sameSecret, sha256 } from '#domain/integrity.ts';
import { attemptOf } from '#domain/sso/attempt.ts';
import { createWebSession, isOver, type WebSession } from '#domain/web-session.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { AuditEvent } from '#store/audit.ts';
import type { Services } from '#store/services.ts';
import { saveWebSession } from '#store/web-session-writes.ts';
import { findWebSession } from '#store/web-sessions.ts';

import { readBrowserCookie, setBrowserCookie } from './browser-cookie.ts';
import { toProvider } from './to-provider.ts';

type Asked = Pick<WebSession, 'purpose' | 'user' | 'next' | 'inviteHash'>;

/** A session of one browser, which alone holds its secret: no URL leads into it. */
interface Bound {
  readonly id: string;
  readonly secret: string;
  /** What makes the browser hold it. */
  readonly cookie: string;
}

/** Begins a session for the very browser that asks. */
export async function bindToBrowser(
  asked: Asked,
  request: Request,
  { table, now }: Pick<Services, 'table' | 'now'>,
  audit?: AuditEvent,
): Promise<Bound> {
  const client = request.headers['user-agent'] ?? '';
  const secret = randomBytes(32).toString('base64url');
  const { address } = request;
  const { session } = createWebSession({ ...asked, address, client }, now(), randomBytes);
  await saveWebSession(table, { ...session, browserHash: sha256(secret) }, audit);
  return { id: session.id, secret, cookie: setBrowserCookie(request, session.id, secret) };
}

/** On to the provider, to come back signed in, or with a sign-in linked to `user`. */
export async function signInWithBrowser(
  asked: Omit<Asked, 'purpose'>,
  request: Request,
  services: Services,
  audit?: AuditEvent,
): Promise<Reply> {
  const wanted = { ...asked, purpose: 'browser' } as const;
  const { id, secret, cookie } = await bindToBrowser(wanted, request, services, audit);
  const reply = await toProvider(attemptOf(id, secret), request, services);
  return { ...reply, cookies: [cookie] };
}

/** The session in which this browser gave its password, if it is not over or used. */
export async function sessionOfCode(
  id: string,
  request: Request,
  { table, now }: Pick<Services, 'table' | 'now'>,
): Promise<WebSession | undefined> {
  const secret = /^[\w-]{16}$/.test(id) ? readBrowserCookie(request, id) : undefined;
  const session = secret === undefined ? undefined : await findWebSession(table, id);
  if (!session || secret === undefined || isOver(session, now())) return undefined;
  // What was begun for something else stands for no password.
  if (session.purpose !== 'code' || session.browserHash === undefined) return undefined;
  return sameSecret(session.browserHash, sha256(secret)) ? session : undefined;
}
