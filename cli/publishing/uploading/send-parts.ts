import { inMegabytes } from '#domain/phrasing.ts';

import { CommandError } from '../../command/failure.ts';
import { refused } from '../../registry/refused.ts';
import { type Answer, send } from '../../registry/send.ts';
import type { Uploading } from '../publication.ts';
import type { MissingPart, PartsSession } from './session.ts';

/** Parts on their way at once: one line's pauses are another's time. */
const AT_ONCE = 4;
/** Milliseconds in which nothing of a part moves before it is sent again. */
const SILENCE = 60_000;

/** An address that is not good any more, or a part of what is over. */
const STALE: ReadonlySet<number> = new Set([403, 404]);

/**
 * Sends what is missing, each part again by itself where that may help. Answers what it was told where
 * addresses are not good any more: they can be asked for anew.
 */
export async function sendParts(
  publication: Uploading,
  { missing }: PartsSession,
): Promise<Answer | undefined> {
  const { packed, sent } = publication;
  const waiting = [...missing];
  const underway = new Map<number, number>();
  const awaited = missing.reduce((sum, { size }) => sum + size, 0);
  const there = packed.size - awaited;
  const reached = (): number => [...underway.values()].reduce((sum, bytes) => sum + bytes, there);
  sent(there);
  let stopped: Answer | undefined;
  const work = async (): Promise<void> => {
    for (let part = waiting.shift(); part && !stopped; part = waiting.shift()) {
      const { number } = part;
      const answer = await sendPart(packed.file, part, (bytes) => {
        underway.set(number, bytes);
        sent(reached());
      });
      if (STALE.has(answer.status)) stopped = answer;
      else if (answer.status >= 300) throw refused('the upload', answer);
    }
  };
  const lines = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, async () => {
      try {
        await work();
      } catch (error) {
        // The others finish the part that they are at, and no more.
        waiting.length = 0;
        throw error;
      }
    }),
  );
  const failed = lines.find((line) => line.status === 'rejected');
  if (failed) throw toBeContinued(failed.reason, packed.size);
  return stopped;
}

async function sendPart(
  file: string,
  { url, headers, start, size }: MissingPart,
  sent: (bytes: number) => void,
): Promise<Answer> {
  const body = { file, start, size };
  return send({ method: 'PUT', url, headers, body, sent, silence: SILENCE });
}

function toBeContinued(error: unknown, size: number): unknown {
  if (!(error instanceof CommandError)) return error;
  const { exitCode, code } = error;
  return new CommandError(
    `${error.message}. What has arrived of ${inMegabytes(size)} stays for a day: run the same command again, and it sends the rest`,
    { cause: error, exitCode: exitCode === 3 || exitCode === 4 ? exitCode : 1, code },
  );
}
