import { invalid } from '#domain/errors.ts';

/** Decodes base64 that arrives in pieces of any length. */
export interface Base64Decoder {
  /** The bytes of all whole groups of four characters so far. */
  decode(text: string): Buffer;
  end(): void;
}

const NOTHING = Buffer.alloc(0);

/**
 * Only RFC 4648's own form: padded, without line breaks, without spare bits, `+` and `/`. Every
 * client sends that (they all use Node's encoder or its like), and it leaves one reading of a text.
 */
export function createBase64Decoder(what: string): Base64Decoder {
  let rest = '';
  let padded = false;
  return {
    decode(text) {
      const joined = rest + text;
      const whole = joined.length - (joined.length % 4);
      const groups = joined.slice(0, whole);
      if (padded && joined !== '') throw invalid(`${what} is not base64: it goes on after its "="`);
      rest = joined.slice(whole);
      if (groups === '') return NOTHING;
      padded = groups.endsWith('=');
      return decodeGroups(groups, what);
    },
    end() {
      if (rest !== '') {
        throw invalid(`${what} is not base64: its length is not a multiple of four`);
      }
    },
  };
}

/** Node's decoder skips what it does not know; encoding again shows that nothing was skipped. */
function decodeGroups(groups: string, what: string): Buffer {
  const bytes = Buffer.from(groups, 'base64');
  if (bytes.toString('base64') === groups) return bytes;
  throw invalid(
    `${what} is not base64: only A-Z, a-z, 0-9, "+", "/" and a closing "=" may be in it`,
  );
}
