import { setTimeout as sleep } from 'node:timers/promises';

import { CommandError } from '../command/failure.ts';

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Nothing came for as long as one waits: waiting as long again helps nobody. */
export class SilentError extends Error {
  override readonly name = 'SilentError';
}

/** A proxy does not let anybody through, or is none: it will not the next time either. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
}

const ATTEMPTS = 4;
/** Before the first repetition, in milliseconds; doubles each time. */
const PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/**
 * Asks, again where that may help: what is asked in this way may be asked twice. A CommandError of `ask` is no fault of
 * the network: it goes on as it is, at once.
 */
export async function persist<T extends Answered>(
  url: string,
  ask: () => Promise<T>,
  attempts = ATTEMPTS,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await ask().catch((error: unknown) => unreachable(url, error));
    if (outcome instanceof CommandError) {
      if (attempt >= attempts || isFinal(outcome.cause)) throw outcome;
      await sleep(pauseAfter(attempt));
    } else {
      if (attempt >= attempts || !isPassing(outcome.status)) return outcome;
      await sleep(pauseAfter(attempt, Number(outcome.headers['retry-after'] ?? 0)));
    }
  }
}

const isFinal = (cause: unknown): boolean =>
  cause instanceof SilentError || cause instanceof ProxyError;

/** In milliseconds; what a registry asks for, in seconds, counts. */
const pauseAfter = (attempt: number, asked = 0): number =>
  Math.min(asked > 0 ? asked * 1000 : PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE);

const isPassing = (status: number): boolean => [429, 500, 502, 503, 504].includes(status);

function unreachable(url: string, error: unknown): CommandError {
  if (error instanceof CommandError) throw error;
  return new CommandError(`${new URL(url).host} could not be reached: ${reasonOf(error)}`, {
    cause: error,
    exitCode: 4,
  });
}

/** What fetch says of itself is that it failed; why is behind that. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof TypeError && error.cause instanceof Error
    ? reasonOf(error.cause)
    : error.message;
}
