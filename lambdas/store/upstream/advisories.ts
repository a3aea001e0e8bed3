import { isJsonObject } from '#domain/manifest.ts';

import { readInto } from './byte-limit.ts';
import type { UpstreamClient } from './client.ts';
import { UpstreamError } from './upstream-error.ts';

/** Versions by the name of their package. */
export type Versions = Readonly<Record<string, readonly string[]>>;

/** What an upstream says of them, in npm's own shape. */
export type Advisories = Readonly<Record<string, readonly unknown[]>>;

export interface AdvisoriesParts {
  readonly client: UpstreamClient;
  /** Told why there are none. */
  readonly reportAdvisories: (error: unknown) => void;
}

/** Milliseconds: an install waits for its audit. */
const PATIENCE = 5000;
const LARGEST_ANSWER = 16 * 1024 * 1024;

/** An audit that can't be made keeps nobody from installing. */
export async function askForAdvisories(
  { client, reportAdvisories }: AdvisoriesParts,
  versions: Versions,
): Promise<Advisories> {
  try {
    const { status, body } = await client.advisories(versions, AbortSignal.timeout(PATIENCE));
    const chunks = await Array.fromAsync(readInto(body, LARGEST_ANSWER, () => {}));
    if (status !== 200) throw new UpstreamError('unreachable', `it answered ${status}`);
    const answer: unknown = JSON.parse(Buffer.concat(chunks).toString());
    const found = isJsonObject(answer) ? answer : {};
    return Object.fromEntries(
      Object.entries(found).filter(
        (entry): entry is [string, unknown[]] =>
          Object.hasOwn(versions, entry[0]) && Array.isArray(entry[1]),
      ),
    );
  } catch (error) {
    reportAdvisories(error);
    return {};
  }
}
