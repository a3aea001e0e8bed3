import { isIPv6 } from 'node:net';

/** Groups of an IPv6 address that its provider gives to one customer as a whole: a /64. */
const OF_CUSTOMER = 4;
const GROUPS = 8;

/**
 * Whom an address stands for where requests are counted. Whoever has one IPv6 address has 2^64 of them, and
 * could come from another one each time: they are counted together.
 */
export function clientNetwork(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!isIPv6(plain)) return plain;
  const groups = expand(plain).slice(0, OF_CUSTOMER);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}

/** All eight groups; an IPv4 address at the end stands for two of them. */
function expand(address: string): readonly string[] {
  const [head = '', tail] = address.replace(/\d+(?:\.\d+){3}$/, '0:0').split('::');
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean));
  const missing = GROUPS - (before?.length ?? 0) - (after?.length ?? 0);
  return [...(before ?? []), ...Array.from({ length: missing }, () => '0'), ...(after ?? [])];
}
