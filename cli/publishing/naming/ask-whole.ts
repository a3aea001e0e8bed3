import { CommandError } from '../../command/failure.ts';
import { persist } from '../../registry/persist.ts';

/** Milliseconds, and bytes of a document: the largest ones of the public registry have some 100 MB. */
const PATIENCE = 60_000;
const LARGEST = 256 * 1024 * 1024;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Asks for a document, however large. */
export async function askWhole(url: string, authorization: string | undefined): Promise<Answer> {
  return persist(url, async () => {
    const response = await fetch(url, {
      headers: {
        accept: 'application/json',
        ...(authorization !== undefined && { authorization }),
      },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const { status, headers } = response;
    return { status, headers: Object.fromEntries(headers), text: await textOf(response) };
  });
}

async function textOf({ body, url }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node's stream is iterable, its type in the DOM is not
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > LARGEST) throw new CommandError(`${url} answers with more than ${LARGEST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
