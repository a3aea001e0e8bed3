import { sha256 } from './integrity.ts';
import type { UserName } from './user.ts';

/**
 * What a person is asked to decide in a browser while a program waits for it: the person opens one URL, the
 * program polls another. It serves once and not for long.
 */
export interface WebSession {
  /** Random and no secret: who knows it may do nothing. */
  readonly id: string;
  /**
   * `login`: the program gets a token. `link`: a sign-in is linked to the account that asks. `browser`: either for a browser
   * itself, no program waits. `code`: a browser gave the right password of `user`, who still owes a code.
   */
  readonly purpose: 'login' | 'link' | 'browser' | 'code';
  /** SHA-256 of the secret in the URL that the person opens. */
  readonly pageHash: string;
  /** SHA-256 of the secret in the URL that the program polls. */
  readonly doneHash: string;
  /** Who asked: shown to the person, who knows whether it was them. */
  readonly address: string;
  readonly client: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Whose account it is about, where that is known from the start. */
  readonly user?: UserName;
  /** SHA-256 of the secret of the browser in which the person went on; gone once that came back. */
  readonly browserHash?: string;
  /** SHA-256 of the invitation's code that the person entered. */
  readonly inviteHash?: string;
  /** Path of the page that the browser goes on to. */
  readonly next?: string;
  /** What came of it: who the person is, or why it was refused. */
  readonly approvedAs?: UserName;
  readonly refusedFor?: string;
}

/** Minutes that a person has; pnpm waits for five of them. */
const LIFETIME = 10 * 60_000;

/** No vowels, so that no code is a word, and nothing that looks like something else. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const CODE = 8;
const PAGE_SECRET = /^[\w-]{22}-([B-Z]{4}-[B-Z]{4})$/;
const HANDLE = /^([\w-]{16})\.([\w-]{22,64})$/;
/** Of what a program says about itself. */
const LONGEST_CLIENT = 120;

export interface NewWebSession {
  readonly session: WebSession;
  /** `id.secret` for the URLs of the person and of the program: nowhere else ever again. */
  readonly page: string;
  readonly done: string;
}

type Asked = Pick<WebSession, 'purpose' | 'address' | 'client' | 'user' | 'next' | 'inviteHash'>;

/** A session that waits. `random` gives that many bytes. */
export function createWebSession(
  asked: Asked,
  now: Date,
  random: (size: number) => Uint8Array,
): NewWebSession {
  const text = (size: number): string => Buffer.from(random(size)).toString('base64url');
  const id = text(12);
  const page = `${text(16)}-${code(random)}`;
  const done = text(24);
  return {
    session: {
      ...asked,
      client: asked.client.replaceAll(/[^\x20-\x7E]/g, '?').slice(0, LONGEST_CLIENT),
      id,
      pageHash: sha256(page),
      doneHash: sha256(done),
      createdAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + LIFETIME).toISOString(),
    },
    page: `${id}.${page}`,
    done: `${id}.${done}`,
  };
}

/** Id and secret of a URL's `session`. */
export function parseHandle(
  text: string,
): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = HANDLE.exec(text) ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : undefined;
}

/** The code that ends the person's URL, and is shown on the page that it leads to. */
export const codeOf = (pageSecret: string): string => PAGE_SECRET.exec(pageSecret)?.[1] ?? '';

export const isOver = ({ expiresAt }: WebSession, now: Date): boolean =>
  Date.parse(expiresAt) <= now.getTime();

/** Whether the person has decided nothing yet. */
export const isPending = ({ approvedAs, refusedFor }: WebSession): boolean =>
  approvedAs === undefined && refusedFor === undefined;

/** 20 does not divide 256, so bytes that would favour the first letters are passed over. */
function code(random: (size: number) => Uint8Array): string {
  const letters = [...random(CODE * 4)]
    .filter((byte) => byte < 240)
    .map((byte) => LETTERS[byte % LETTERS.length] ?? '');
  if (letters.length < CODE) throw new Error('random source gave too few usable bytes');
  return `${letters.slice(0, 4).join('')}-${letters.slice(4, CODE).join('')}`;
}
