import { isUtf8 } from 'node:buffer';

import { invalid, tooLarge } from '#domain/errors.ts';
import { inMegabytes } from '#domain/phrasing.ts';

import { openBody, type BodySource } from './body-source.ts';
import { createByteBuffer, type ByteBuffer } from './byte-buffer.ts';
import { createScanner, isComplete, scan } from './document-scanner.ts';
import { readTarballData, type TarballData } from './tarball-data.ts';

/** Bytes that a publish may have. */
export interface BodyLimits {
  /** Of JSON beside the tarball's data. */
  readonly document: number;
  /** Of the tarball itself, decoded. */
  readonly tarball: number;
}

/**
 * Takes the tarball's bytes while they arrive; what it does not read is skipped. When it rejects,
 * reading stops. When it is done the body may still turn out wrong: nothing may be kept before
 * `readPublishBody` is.
 */
export type TarballReceiver = (
  attachment: string,
  bytes: AsyncIterable<Uint8Array>,
) => Promise<void>;

/**
 * Reads a publish request's body without ever holding its tarball: `_attachments.<name>.tgz.data`
 * goes to `onTarball` as it comes, and the rest is returned as parsed JSON with `""` in its place.
 */
export async function readPublishBody(
  body: AsyncIterable<Uint8Array>,
  limits: BodyLimits,
  onTarball: TarballReceiver,
): Promise<unknown> {
  const source = openBody(body);
  try {
    return await read(source, limits, onTarball);
  } catch (error) {
    await source.close();
    throw error;
  }
}

const CLOSING_QUOTE = Buffer.from('"');

async function read(
  source: BodySource,
  limits: BodyLimits,
  onTarball: TarballReceiver,
): Promise<unknown> {
  const document = createByteBuffer(limits.document, () => documentTooLarge(limits.document));
  const scanner = createScanner(document);
  // oxlint-disable no-await-in-loop -- a body is read from its start to its end
  while (await source.fill()) {
    source.at = scan(scanner, source.chunk, source.at);
    if (scanner.tarball !== undefined) {
      const data = readTarballData(source, scanner.tarball, limits.tarball);
      await deliver(data, scanner.tarball, onTarball);
      document.append(CLOSING_QUOTE);
    }
  }
  // oxlint-enable no-await-in-loop
  if (document.length === 0) throw invalid('the body is empty');
  if (!isComplete(scanner)) throw invalid('the body is cut short: its JSON does not end');
  return parse(document);
}

const documentTooLarge = (limit: number): Error =>
  tooLarge(
    `the publish document has more than ${inMegabytes(limit)} beside its tarball: ` +
      'a README or a package.json this large is the usual cause, shorten it',
  );

async function deliver(
  data: TarballData,
  attachment: string,
  onTarball: TarballReceiver,
): Promise<void> {
  const receiving = { open: true };
  try {
    await onTarball(attachment, chunksOf(data, receiving));
  } catch (error) {
    // A stream library may wrap what went wrong with the body in words of its own.
    throw data.failure ?? error;
  } finally {
    receiving.open = false;
  }
  // oxlint-disable-next-line no-await-in-loop -- skips what was not read
  while (await data.next());
}

async function* chunksOf(
  data: TarballData,
  receiving: { readonly open: boolean },
): AsyncGenerator<Buffer, void> {
  while (receiving.open) {
    // oxlint-disable-next-line no-await-in-loop -- one chunk after the other
    const chunk = await data.next();
    if (chunk === undefined) return;
    yield chunk;
  }
}

function parse(document: ByteBuffer): unknown {
  const bytes = document.from(0);
  if (!isUtf8(bytes)) throw invalid('the body is not valid UTF-8');
  try {
    return JSON.parse(bytes.toString());
  } catch {
    // Without the cause: its words quote the body.
    throw invalid('the body is not valid JSON');
  }
}
