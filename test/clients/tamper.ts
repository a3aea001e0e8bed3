/**
 * A lockfile in which every integrity is that of something else: one digit in the middle of each sha512
 * is another one.
 */
export function tamper(lockfile: string): string {
  const tampered = lockfile.replaceAll(/(?<=sha512-.{20})[A-Za-z0-9+/]/g, (digit) =>
    digit === 'A' ? 'B' : 'A',
  );
  if (tampered === lockfile) throw new Error(`no integrity in this lockfile:\n${lockfile}`);
  return tampered;
}
