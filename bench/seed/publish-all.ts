import { setTimeout as wait } from 'node:timers/promises';

import { type Account, publish } from '../client/npm-protocol.ts';
import { type Publication, publishDocument } from '../documents/publication.ts';

const TRIES = 20;
const PAUSE = 250;

/** Publishes through the registry's own interface, several at a time; seeding is not measured. */
export async function publishAll(
  account: Account,
  publications: Iterable<Publication>,
  concurrency: number,
): Promise<void> {
  const queue = publications[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let next = queue.next(); !next.done; next = queue.next()) {
        await publishOne(account, next.value);
      }
    }),
  );
}

/** A registry may ask to come again later (429, 503); a version that is there already is fine then. */
async function publishOne(account: Account, publication: Publication): Promise<void> {
  const document = publishDocument(publication, account.url);
  for (let attempt = 1; ; attempt += 1) {
    const { status, text } = await publish(account, publication.name, document);
    if (status < 300 || (attempt > 1 && (status === 403 || status === 409))) return;
    if (attempt === TRIES || (status !== 429 && status < 500)) {
      throw new Error(
        `publishing ${publication.name}@${publication.version} answered ${status}: ${text}`,
      );
    }
    await wait(PAUSE * attempt);
  }
}
