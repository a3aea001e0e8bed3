import { randomBytes } from 'node:crypto';

import { RegistryError } from '#domain/errors.ts';
import { sameSecret, sha256 } from '#domain/integrity.ts';
import {
  createWebSession,
  isOver,
  isPending,
  parseHandle,
  type WebSession,
} from '#domain/web-session.ts';
import type { Request } from '#http/request.ts';
import type { AuditEvent } from '#store/audit.ts';
import type { Services } from '#store/services.ts';
import { saveWebSession } from '#store/web-session-writes.ts';
import { findWebSession } from '#store/web-sessions.ts';

type Stores = Pick<Services, 'table' | 'now'>;

/** Where a person decides, and where a program asks whether they have. */
interface Urls {
  readonly pageUrl: string;
  readonly doneUrl: string;
}

/** Begins a session for whoever asks. Secrets stand in queries, which no access log has. */
export async function beginWebSession(
  asked: Pick<WebSession, 'purpose' | 'user'>,
  { address, baseUrl, headers }: Request,
  { table, now }: Stores,
  audit?: AuditEvent,
): Promise<Urls> {
  const client = headers['user-agent'] ?? '';
  const { session, page, done } = createWebSession(
    { ...asked, address, client },
    now(),
    randomBytes,
  );
  await saveWebSession(table, session, audit);
  return {
    pageUrl: `${baseUrl}/-/v1/login/web?session=${page}`,
    doneUrl: `${baseUrl}/-/v1/login/done?session=${done}`,
  };
}

/** A session and the secret that a URL showed for it. */
interface Shown {
  readonly session: WebSession;
  readonly secret: string;
}

/** The session of a person's URL. Throws where there is none, it is over, or it was decided. */
export async function sessionOfPage(text: string, stores: Stores): Promise<Shown> {
  const shown = await findByHandle(text, 'pageHash', stores);
  if (!shown || !isPending(shown.session)) throw sessionGone();
  return shown;
}

/** The session of a program's URL. */
export async function sessionOfProgram(text: string, stores: Stores): Promise<WebSession> {
  const shown = await findByHandle(text, 'doneHash', stores);
  if (!shown) throw sessionGone();
  return shown.session;
}

/** The session that a provider's answer names; who may use it is still to be found out. */
export async function sessionById(id: string, { table, now }: Stores): Promise<WebSession> {
  const session = await findWebSession(table, id);
  if (!session || isOver(session, now()) || !isPending(session)) throw sessionGone();
  return session;
}

/** One sentence for what was finished, refused, is over or never was: nobody learns which. */
export const sessionGone = (): RegistryError =>
  new RegistryError(
    'not_found',
    'this login is finished or too old: run the command again, or sign in again',
  );

async function findByHandle(
  text: string,
  secretOf: 'pageHash' | 'doneHash',
  { table, now }: Stores,
): Promise<Shown | undefined> {
  const handle = parseHandle(text);
  const session = handle && (await findWebSession(table, handle.id));
  if (!session || isOver(session, now())) return undefined;
  const right = sameSecret(sha256(handle.secret), session[secretOf]);
  return right ? { session, secret: handle.secret } : undefined;
}
