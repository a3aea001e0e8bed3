import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { createDigests } from '#domain/integrity.ts';

import { CommandError } from '../command/failure.ts';
import { isSameOrUnknown } from './difference.ts';
import type { LocalTarball } from './door.ts';
import type { Source, SourcePackage, SourceVersion } from './source.ts';

/** Up to this many bytes a tarball goes into the request that brings it. */
const INLINE = 2 * 2 ** 20;
/** Up to this many bytes it waits for that in memory; what is larger is read again. */
const KEPT = 64 * 1024;
const READ_SIZE = 512 * 1024;

/** A tarball that is what the source says it is. */
export interface Fetched extends LocalTarball {
  readonly done: () => Promise<void>;
}

/** Throws a CommandError where it is missing, cut short or another. */
export async function fetchTarball(
  source: Source,
  pkg: SourcePackage,
  version: SourceVersion,
): Promise<Fetched> {
  const { file, size, done } = await source.tarball(pkg, version);
  try {
    const bytes = size <= KEPT ? await readFile(file) : undefined;
    const hash = createDigests();
    if (bytes) hash.update(bytes);
    else {
      for await (const chunk of createReadStream(file, { highWaterMark: READ_SIZE })) {
        const part: Uint8Array = chunk;
        hash.update(part);
      }
    }
    const digests = hash.digests();
    if (!isSameOrUnknown(version.dist, digests)) {
      throw new CommandError(
        `its tarball is damaged: it has ${size} bytes and ${digests.integrity}, its document says ${version.dist.integrity ?? version.dist.shasum}`,
      );
    }
    const inline = size <= INLINE;
    return { file, size, integrity: digests.integrity, inline, bytes, done };
  } catch (error) {
    await done();
    throw error;
  }
}
