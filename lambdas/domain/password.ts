import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

import { invalid } from './errors.ts';

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const LONGEST = 1024;

const derive = promisify(argon2);

type Cost = typeof COST | Readonly<Record<keyof typeof COST, number>>;

async function tag(password: string, nonce: Uint8Array, cost: Cost): Promise<Buffer> {
  return derive('argon2id', { message: password.normalize('NFKC'), nonce, ...cost });
}

/** The PHC string of a new password: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await tag(password, nonce, COST);
  const cost = `m=${COST.memory},t=${COST.passes},p=${COST.parallelism}`;
  return `$argon2id$v=19$${cost}$${unpadded(nonce)}$${unpadded(hash)}`;
}

/**
 * Whether the password is the one that was hashed, in constant time for a given cost. Who has none is told
 * from nobody, or from who has another, neither by the answer nor by its time.
 */
export async function verifyPassword(password: string, phc: string | undefined): Promise<boolean> {
  if (phc === undefined) return verifyNothing(password);
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(phc);
  if (!match || password.length > LONGEST) return false;
  const [, memory, passes, parallelism, salt = '', hash = ''] = match;
  const expected = Buffer.from(hash, 'base64');
  const actual = await tag(password, Buffer.from(salt, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  });
  return timingSafeEqual(actual, expected);
}

/** Takes as long as a real check, so that an unknown user can't be told from a wrong password. */
async function verifyNothing(password: string): Promise<false> {
  await tag(password.slice(0, LONGEST), Buffer.alloc(16), COST);
  return false;
}

/** Refuses what is too short for this registry, or so long that hashing it would be an attack. */
export function checkNewPassword(password: string, shortest: number): void {
  if (password.length >= shortest && password.length <= LONGEST) return;
  throw invalid(
    `a password needs ${shortest} to ${LONGEST} characters; this one has ${password.length}`,
  );
}

const unpadded = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replaceAll('=', '');
