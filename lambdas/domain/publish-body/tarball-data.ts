import { invalid, tooLarge } from '#domain/errors.ts';
import { inMegabytes, quote } from '#domain/phrasing.ts';

import { createBase64Decoder, type Base64Decoder } from './base64.ts';
import type { BodySource } from './body-source.ts';

/** The tarball's base64 in a body, decoded as somebody asks for it. */
export interface TarballData {
  /** The next bytes, at most about 48 KB; nothing after the closing quote. */
  next(): Promise<Buffer | undefined>;
  /** What was wrong with the body, where that is why `next` failed. */
  readonly failure: unknown;
}

/** Characters decoded at once: bounds memory where the whole body comes as one chunk. */
const STEP = 64 * 1024;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** An escape that the end of a piece cuts in two. */
const CUT_ESCAPE = /\\(?:u[0-9a-fA-F]{0,3})?$/;

/** Reads the JSON string whose opening quote the source has just passed. */
export function readTarballData(
  source: BodySource,
  attachment: string,
  limit: number,
): TarballData {
  const what = `the data of attachment ${quote(attachment)}`;
  const reading: Reading = {
    source,
    what,
    decoder: createBase64Decoder(what),
    cut: '',
    ended: false,
  };
  let received = 0;
  let failure: unknown;
  const read = async (): Promise<Buffer | undefined> => {
    while (!reading.ended) {
      // oxlint-disable-next-line no-await-in-loop -- one chunk after the other
      if (!(await source.fill())) throw invalid(`the body is cut short: it ends inside ${what}`);
      const bytes = readPiece(reading);
      received += bytes.length;
      if (received > limit) {
        throw tooLarge(
          `the tarball has more than ${inMegabytes(limit)}, the limit of this registry`,
        );
      }
      if (bytes.length > 0) return bytes;
    }
    return undefined;
  };
  // One after the other, so that whoever skips the rest waits for a read that is still under way.
  let last: Promise<Buffer | undefined> = Promise.resolve(undefined);
  return {
    next() {
      last = last.then(read);
      last.catch((error: unknown) => {
        failure = error;
      });
      return last;
    },
    get failure() {
      return failure;
    },
  };
}

interface Reading {
  readonly source: BodySource;
  readonly what: string;
  readonly decoder: Base64Decoder;
  cut: string;
  ended: boolean;
}

function readPiece(reading: Reading): Buffer {
  const { source, decoder } = reading;
  const piece = source.chunk.subarray(source.at, source.at + STEP);
  const quoteAt = piece.indexOf(QUOTE);
  reading.ended = quoteAt >= 0;
  const text = reading.ended ? piece.subarray(0, quoteAt) : piece;
  source.at += reading.ended ? quoteAt + 1 : piece.length;
  const bytes = decoder.decode(unescape(reading, text));
  if (reading.ended) decoder.end();
  return bytes;
}

/** Some JSON writers escape a slash or a plus sign. A quote that is escaped ends here and fails. */
function unescape(reading: Reading, text: Buffer): string {
  if (reading.cut === '' && !text.includes(BACKSLASH)) return text.toString('latin1');
  const joined = reading.cut + text.toString('latin1');
  reading.cut = reading.ended ? '' : (CUT_ESCAPE.exec(joined)?.[0] ?? '');
  const whole = joined.slice(0, joined.length - reading.cut.length);
  try {
    return String(JSON.parse(`"${whole}"`));
  } catch {
    throw invalid(`${reading.what} is not base64: it has a broken escape`);
  }
}
