import { createHash } from 'node:crypto';

import { invalid, tokenReused } from '../errors.ts';
import type { Change, Storage } from '../storage/storage.ts';
import { readText, type Fields } from './fields.ts';

/** How long DynamoDB remembers a `ClientRequestToken`. */
const REMEMBERED_MS = 10 * 60 * 1000;
const MAX_TOKEN_LENGTH = 36;

export function readToken(fields: Fields): string | undefined {
  const token = readText(fields, 'ClientRequestToken');
  if (token === undefined || (token.length > 0 && token.length <= MAX_TOKEN_LENGTH)) return token;
  throw invalid(
    `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: Member must have length between 1 and ${MAX_TOKEN_LENGTH}`,
  );
}

/** Whether this very request was made with the token in the last 10 minutes; throws if another one was. */
export function wasUsed(
  token: string,
  fingerprint: string,
  storage: Storage,
  now: number,
): boolean {
  const known = storage.findToken(token, now - REMEMBERED_MS);
  if (known === undefined) return false;
  if (known !== fingerprint) throw tokenReused();
  return true;
}

/** Keeps the token with the changes it belongs to. */
export function remembering(token: string, fingerprint: string, now: number): Change {
  return { kind: 'remember', token, fingerprint, used: now, forgetBefore: now - REMEMBERED_MS };
}

/** The same for two requests of the same content, whatever the order of their parameters and set elements. */
export function fingerprintOf(content: unknown): string {
  return createHash('sha256').update(canonical(content)).digest('base64');
}

function canonical(content: unknown): string {
  if (content instanceof Uint8Array) return `bytes(${Buffer.from(content).toString('base64')})`;
  if (content instanceof Set) return `set(${[...content].map(canonical).toSorted().join()})`;
  if (Array.isArray(content)) return `[${content.map(canonical).join()}]`;
  if (typeof content !== 'object' || content === null) return scalar(content);
  const entries = Object.entries(content)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${canonical(value)}`);
  return `{${entries.toSorted().join()}}`;
}

function scalar(content: unknown): string {
  return typeof content === 'bigint' ? String(content) : (JSON.stringify(content) ?? '');
}
