import { Secret, TOTP } from 'otpauth';

import { type Client, PASSWORD, user } from './client.ts';
import type { Target } from './target.ts';

const PERIOD = 30_000;

/** An authenticator with the key that a registry gave, and the recovery codes that it gave with it. */
export interface Authenticator {
  readonly key: string;
  readonly recovery: readonly string[];
  /** A code that was not used yet; the registry's clock moves for it, or it is a recovery code. */
  fresh(): string;
}

/** Milliseconds that tests moved the clock of a registry by. */
const moved = new WeakMap<Target, number>();

export function advance(target: Target, milliseconds: number): void {
  target.advance?.(milliseconds);
  moved.set(target, (moved.get(target) ?? 0) + milliseconds);
}

/** The time step that a registry is in. */
export const stepAt = (target: Target): number =>
  Math.floor((Date.now() + (moved.get(target) ?? 0)) / PERIOD);

export const codeOf = (key: string, step: number): string =>
  new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: step * PERIOD });

/** Begins to give somebody a second factor; the key that the authenticator would scan. */
export async function begin(person: Client, mode = 'auth-and-writes'): Promise<string> {
  const { body } = await person.post('/-/npm/v1/user', { tfa: { mode, password: PASSWORD } });
  return new URL(body.tfa).searchParams.get('secret') ?? '';
}

/** Gives somebody a second factor, as `npm profile enable-2fa` does. */
export async function enrol(target: Target, person: Client, mode?: string): Promise<Authenticator> {
  const key = await begin(person, mode);
  let last = stepAt(target);
  const { body } = await person.post('/-/npm/v1/user', { tfa: [codeOf(key, last)] });
  const left: string[] = [...body.tfa];
  return {
    key,
    recovery: body.tfa,
    fresh() {
      const next = Math.max(last + 1, stepAt(target));
      // A clock that is ahead shows the code of the next step.
      if (next > stepAt(target) + 1) {
        if (!target.advance) return left.shift() ?? 'no code is left';
        advance(target, PERIOD);
      }
      last = next;
      return codeOf(key, next);
    },
  };
}

/** A new user with a second factor. */
export async function enrolled(
  target: Target,
  mode?: string,
): Promise<{ readonly alice: Client; readonly phone: Authenticator }> {
  const alice = await user(target, 'alice');
  return { alice, phone: await enrol(target, alice, mode) };
}
