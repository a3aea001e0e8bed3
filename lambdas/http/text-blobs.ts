import { type Blobs, receiveBytes, type ReceivedBlob } from '#store/blobs.ts';

/** Texts that are stored beside a version's tarball. */
export interface Texts {
  readonly readme: string | undefined;
  readonly provenance: string | undefined;
}

/** Where they will lie, and all of them as one: nobody sees them before they are kept. */
export interface TextBlobs {
  readonly integrity: Readonly<Record<keyof Texts, string | undefined>>;
  readonly keep: () => Promise<unknown>;
  readonly discard: () => Promise<unknown>;
}

export async function receiveTexts(blobs: Blobs, texts: Texts): Promise<TextBlobs> {
  const received: Partial<Record<keyof Texts, ReceivedBlob>> = {};
  const each = async (what: 'keep' | 'discard'): Promise<unknown> =>
    Promise.all(Object.values(received).map(async (blob) => blob[what]()));
  const discard = async (): Promise<unknown> => each('discard');
  try {
    for (const name of ['readme', 'provenance'] as const) {
      const { [name]: text } = texts;
      if (text !== undefined) received[name] = await receiveBytes(blobs, text);
    }
  } catch (error) {
    await discard();
    throw error;
  }
  const { readme, provenance } = received;
  return {
    integrity: { readme: readme?.digests.integrity, provenance: provenance?.digests.integrity },
    keep: async () => each('keep'),
    discard,
  };
}
