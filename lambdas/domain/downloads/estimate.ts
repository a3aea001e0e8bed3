/*
 * HyperLogLog: how many different ones came is estimated from 2,048 registers, with 2.3 % of error at one standard deviation. Registers
 * of several places, put together, tell how many came to any of them.
 */

const INDEX_BITS = 11;
const REGISTERS = 2 ** INDEX_BITS;

export type Registers = Uint8Array<ArrayBuffer>;

export const noRegisters = (): Registers => new Uint8Array(REGISTERS);

/** As they are stored: base64url, since backups know no bytes. */
export const registersToText = (registers: Registers): string =>
  Buffer.from(registers).toString('base64url');

export const registersFromText = (text: string): Registers =>
  Uint8Array.from(Buffer.from(text, 'base64url'));

/** A register holds the longest run of zeros that a hash, 64 bits as base64url, began with, and one. Whether that is more now. */
export function register(registers: Registers, visitor: string): boolean {
  const hash = Buffer.from(visitor, 'base64url');
  const high = hash.readUInt32BE(0);
  const rest = (high << INDEX_BITS) >>> 0;
  const rank =
    rest === 0 ? 33 - INDEX_BITS + Math.clz32(hash.readUInt32BE(4)) : 1 + Math.clz32(rest);
  const index = high >>> (32 - INDEX_BITS);
  if (rank <= (registers[index] ?? 0)) return false;
  registers[index] = rank;
  return true;
}

/** Takes into the first what the second has. */
export function unite(registers: Registers, others: Registers): void {
  for (const [index, rank] of others.entries()) {
    registers[index] = Math.max(registers[index] ?? 0, rank);
  }
}

export function estimate(registers: Registers): number {
  let sum = 0;
  let empty = 0;
  for (const rank of registers) {
    sum += 2 ** -rank;
    if (rank === 0) empty += 1;
  }
  const raw = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum;
  const few = raw <= 2.5 * REGISTERS && empty > 0;
  return Math.round(few ? REGISTERS * Math.log(REGISTERS / empty) : raw);
}
