import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';

import { hashPassword, verifyPassword } from '#domain/password.ts';
import {
  allowsAddress,
  createToken,
  isExpired,
  isToken,
  parseCidr,
  type Token,
} from '#domain/token.ts';

test('a token carries a checksum that catches every slip of one letter', () => {
  const token = createToken(randomBytes);
  expect(token).toMatch(/^pantry_[0-9A-Za-z]{38}$/);
  expect(isToken(token)).toBe(true);
  for (let at = 7; at < token.length; at += 1) {
    const other = token[at] === 'a' ? 'b' : 'a';
    expect(isToken(`${token.slice(0, at)}${other}${token.slice(at + 1)}`)).toBe(false);
  }
});

test('no two tokens are alike, and letters come evenly', () => {
  const tokens = Array.from({ length: 2000 }, () => createToken(randomBytes));
  expect(new Set(tokens).size).toBe(2000);
  const counts = new Map<string, number>();
  for (const letter of tokens.map((token) => token.slice(7, 39)).join('')) {
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  expect(counts.size).toBe(62);
  const mean = (2000 * 32) / 62;
  for (const count of counts.values()) expect(Math.abs(count - mean)).toBeLessThan(mean * 0.25);
});

test('addresses are held against ranges, also where they are written as IPv6', () => {
  expect(allowsAddress([], '203.0.113.9')).toBe(true);
  expect(allowsAddress(['10.0.0.0/8'], '10.1.2.3')).toBe(true);
  expect(allowsAddress(['10.0.0.0/8'], '::ffff:10.1.2.3')).toBe(true);
  expect(allowsAddress(['10.0.0.0/8'], '11.0.0.1')).toBe(false);
  expect(allowsAddress(['2001:db8::/32'], '2001:db8::1')).toBe(true);
  expect(allowsAddress(['2001:db8::/32'], '10.0.0.1')).toBe(false);
  expect(allowsAddress(['10.0.0.0/8'], '')).toBe(false);
});

test('ranges are written out', () => {
  expect(parseCidr('10.0.0.1')).toBe('10.0.0.1/32');
  expect(parseCidr('::1')).toBe('::1/128');
  expect(parseCidr('10.0.0.0/8')).toBe('10.0.0.0/8');
  for (const wrong of ['', 'x', '10.0.0.0/33', '10.0.0.0/x', '10.0.0.0/8/8', '300.0.0.1']) {
    expect(() => parseCidr(wrong)).toThrow(/range/);
  }
});

test('a token is good until its very time', () => {
  const token = { expiresAt: '2030-01-01T00:00:00.000Z' } as Token;
  expect(isExpired(token, new Date('2029-12-31T23:59:59.999Z'))).toBe(false);
  expect(isExpired(token, new Date('2030-01-01T00:00:00.000Z'))).toBe(true);
  expect(isExpired({} as Token, new Date('2999-01-01'))).toBe(false);
});

test('a password is kept as Argon2id with a salt of its own', async () => {
  const [first, second] = [
    await hashPassword('correct horse'),
    await hashPassword('correct horse'),
  ];
  expect(first).toMatch(
    /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
  );
  expect(first).not.toBe(second);
  expect(await verifyPassword('correct horse', first)).toBe(true);
  expect(await verifyPassword('Correct horse', first)).toBe(false);
  expect(await verifyPassword('x'.repeat(5000), first)).toBe(false);
  expect(await verifyPassword('correct horse', 'garbage')).toBe(false);
});

test('a password is the same however its letters are composed', async () => {
  expect(await verifyPassword('pa\u0301ss', await hashPassword('p\u00e1ss'))).toBe(true);
});
