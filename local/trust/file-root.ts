import { readFile, stat } from 'node:fs/promises';

import { readTrustRoot } from '#domain/provenance/trust-root.ts';
import { logError } from '#http/log.ts';

import { ConfigurationError } from '../config/load.ts';
import type { TrustRootSource } from './trust-root-source.ts';

/** A file of this machine: one that can't be used stops the start; written anew, it counts from then on. */
export async function openFileRoot(file: string): Promise<TrustRootSource> {
  let known = await readAtStart(file);
  return {
    async current() {
      try {
        const written = await writtenAt(file);
        if (written !== known.written) known = { written, text: await read(file) };
      } catch (error) {
        logError('the trust root can’t be read again: the last one stays', error, { file });
      }
      return known.text;
    },
    close: async () => {},
  };
}

async function readAtStart(file: string) {
  try {
    return { written: await writtenAt(file), text: await read(file) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(
      `the trust root ${file} can't be used: ${why}. "trustRoot" is public, a URL, or a trusted_root.json of sigstore`,
      { cause },
    );
  }
}

async function writtenAt(file: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(file);
  return [mtimeMs, size, ino].join(' ');
}

async function read(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  readTrustRoot(text);
  return text;
}
