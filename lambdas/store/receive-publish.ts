import { type BodyLimits, readPublishBody } from '#domain/publish-body/read-publish-body.ts';
import type { ReceivedTarball } from '#domain/publish-document.ts';
import { inspectTarball, type TarballInspector } from '#domain/tarball/inspect-tarball.ts';
import type { Blobs, ReceivedBlob } from '#store/blobs.ts';
import type { Limits } from '#store/services.ts';

/** A tarball that was looked into, and its bytes, which nobody sees before they are kept. */
export interface PendingTarball {
  readonly content: ReceivedTarball;
  readonly blob: { readonly keep: () => Promise<unknown> };
}

/** A body of `PUT /name`: the document, and the tarball if it brought one. */
export interface ReceivedPublish {
  readonly document: unknown;
  readonly tarball: (PendingTarball & { readonly blob: ReceivedBlob }) | undefined;
}

/**
 * Reads a publish or edit while it arrives: the tarball is hashed, opened and put aside in one pass.
 * `refuse` is asked when a tarball begins; what it throws ends the reading. Who calls must keep or
 * discard the blob.
 */
export async function receivePublish(
  blobs: Blobs,
  body: AsyncIterable<Uint8Array>,
  limits: Limits,
  refuse: () => void | Promise<void>,
): Promise<ReceivedPublish> {
  let tarball: ReceivedPublish['tarball'];
  const sizes: BodyLimits = { document: limits.document, tarball: limits.tarball };
  try {
    const document = await readPublishBody(body, sizes, async (attachment, bytes) => {
      await refuse();
      tarball = await receiveTarball(blobs, attachment, bytes, limits);
    });
    return { document, tarball };
  } catch (error) {
    await tarball?.blob.discard();
    throw error;
  }
}

/** Takes a tarball in by itself. Who calls must keep or discard the blob. */
export async function receiveTarball(
  blobs: Blobs,
  attachment: string,
  bytes: AsyncIterable<Uint8Array>,
  limits: Limits,
): Promise<NonNullable<ReceivedPublish['tarball']>> {
  const inspector = inspectTarball({ unpacked: limits.unpacked, files: limits.files });
  let blob: ReceivedBlob | undefined;
  try {
    blob = await blobs.receive(inspected(bytes, inspector));
    const facts = await inspector.end();
    const { digests, size } = blob;
    return { blob, content: { ...facts, attachment, digests, size } };
  } catch (error) {
    inspector.abort();
    await blob?.discard();
    throw error;
  }
}

async function* inspected(
  bytes: AsyncIterable<Uint8Array>,
  inspector: TarballInspector,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    await inspector.write(chunk);
    yield chunk;
  }
}
