import { createReadStream } from 'node:fs';
import path from 'node:path';

import { createDigests, type Digests } from '#domain/integrity.ts';
import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { ReadmeText } from '#domain/publish-document.ts';
import { inspectTarball } from '#domain/tarball/inspect-tarball.ts';
import type { Version } from '#domain/version.ts';

import { CommandError } from '../command/failure.ts';
import { identityOf } from './identity.ts';

/** A package as a tarball. */
export interface Packed {
  readonly file: string;
  readonly name: PackageName;
  readonly version: Version;
  readonly packageJson: Json;
  readonly digests: Digests;
  readonly size: number;
  readonly unpackedSize: number;
  readonly fileCount: number;
  readonly readme: ReadmeText | undefined;
}

/** Whether a tarball is another one than a second. */
export const isOther = (one: Pick<Packed, 'digests'>, other: Pick<Packed, 'digests'>): boolean =>
  one.digests.integrity !== other.digests.integrity;

const READ_SIZE = 512 * 1024;

/**
 * Reads it once, holding none of it; the registry's limits are the registry's to tell. `folder` is what it was packed
 * from, which its errors are about then: nobody knows a temporary file.
 */
export async function readPacked(file: string, folder?: string): Promise<Packed> {
  try {
    return await read(file, folder);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new CommandError(`there is no file ${file}`);
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${folder ?? file}: ${reason}`, { cause: error });
  }
}

async function read(file: string, folder: string | undefined): Promise<Packed> {
  const hash = createDigests();
  const inspector = inspectTarball({ unpacked: Infinity, files: Infinity });
  let size = 0;
  for await (const bytes of createReadStream(file, { highWaterMark: READ_SIZE })) {
    const chunk: Uint8Array = bytes;
    const inspected = inspector.write(chunk);
    hash.update(chunk);
    size += chunk.length;
    await inspected;
  }
  const { packageJson, unpackedSize, fileCount, readme } = await inspector.end();
  const at = folder === undefined ? `package.json in ${file}` : path.join(folder, 'package.json');
  return {
    file,
    ...identityOf(packageJson, at),
    packageJson,
    digests: hash.digests(),
    size,
    unpackedSize,
    fileCount,
    readme,
  };
}
