import { BlockList, isIP } from 'node:net';
import { crc32 } from 'node:zlib';

import { invalid } from './errors.ts';
import { sha256 } from './integrity.ts';
import type { UserName } from './user.ts';

/** What a token may do with packages; `stage` is npm's `read-write-stage-only`. */
export type TokenPermission = 'read-only' | 'read-write' | 'stage' | 'no-access';

/** What is kept of a token: never the token itself. */
export interface Token {
  /** SHA-256 of the token, in hex. */
  readonly hash: string;
  /** Public id, for lists and revocation. */
  readonly key: string;
  /** The first characters, for people to recognise it by. */
  readonly hint: string;
  readonly user: UserName;
  readonly name: string;
  readonly permission: TokenPermission;
  /** Empty together with `scopes`: every package that the user may touch. */
  readonly packages: readonly string[];
  readonly scopes: readonly string[];
  /** Addresses it works from; empty: from everywhere. */
  readonly cidr: readonly string[];
  readonly createdAt: string;
  /** Writes without a code, where the user's login would need one. */
  readonly bypassesSecondFactor?: boolean;
  /** ISO date; absent: until revoked. */
  readonly expiresAt?: string;
}

const PREFIX = 'pantry_';
const BODY = 32;
const CHECKSUM = 6;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const TOKEN = new RegExp(`^${PREFIX}[0-9A-Za-z]{${BODY + CHECKSUM}}$`);

/**
 * `pantry_`, 190 random bits and a checksum, so that scanners find leaked tokens and typing errors
 * cost no look-up. `random` gives that many bytes.
 */
export function createToken(random: (size: number) => Uint8Array): string {
  const body = base62(random(BODY * 2));
  return `${PREFIX}${body}${checksum(body)}`;
}

export function isToken(text: string): boolean {
  if (!TOKEN.test(text)) return false;
  const body = text.slice(PREFIX.length, PREFIX.length + BODY);
  return text.endsWith(checksum(body));
}

export const hashToken = (token: string): string => sha256(token);
export const tokenHint = (token: string): string => token.slice(0, PREFIX.length + 4);

/** 62 does not divide 256, so bytes that would favour the first letters are passed over. */
function base62(bytes: Uint8Array): string {
  const letters = [...bytes].filter((byte) => byte < 248).map((byte) => ALPHABET[byte % 62] ?? '');
  if (letters.length < BODY) throw new Error('random source gave too few usable bytes');
  return letters.slice(0, BODY).join('');
}

function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  while (text.length < CHECKSUM) {
    text = `${ALPHABET[rest % 62] ?? ''}${text}`;
    rest = Math.floor(rest / 62);
  }
  return text;
}

export const isExpired = (token: Token, now: Date): boolean =>
  token.expiresAt !== undefined && Date.parse(token.expiresAt) <= now.getTime();

/** Whether a token with these ranges may be used from this address. */
export function allowsAddress(cidr: readonly string[], address: string): boolean {
  if (cidr.length === 0) return true;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const version = isIP(plain);
  return version !== 0 && toBlockList(cidr).check(plain, version === 6 ? 'ipv6' : 'ipv4');
}

export function parseCidr(text: string): string {
  const [address = '', bits, ...rest] = text.split('/');
  const longest = isIP(address) === 6 ? 128 : 32;
  const length = bits === undefined ? longest : Number(bits);
  const valid = isIP(address) !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits ?? '0');
  if (valid && length <= longest) return `${address}/${length}`;
  throw invalid(`"${text}" is not an address range: write it like 192.0.2.0/24`);
}

function toBlockList(cidr: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of cidr) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
