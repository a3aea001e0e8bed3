import { createReadStream } from 'node:fs';

import { createDigests, type Digests } from '#domain/integrity.ts';
import type { Json } from '#domain/manifest.ts';
import { type PackageName, parsePackageName } from '#domain/package-name.ts';
import type { ReadmeText } from '#domain/publish-document.ts';
import { inspectTarball } from '#domain/tarball/inspect-tarball.ts';
import { cleanVersion, parseVersion, type Version } from '#domain/version.ts';

import { CommandError } from '../command/failure.ts';

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

const READ_SIZE = 512 * 1024;

/** Reads it once, holding none of it; the registry's limits are the registry's to tell. */
export async function readPacked(file: string): Promise<Packed> {
  try {
    return await read(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new CommandError(`there is no file ${file}`);
    throw new CommandError(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function read(file: string): Promise<Packed> {
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
  const { name, version } = packageJson;
  const digests = hash.digests();
  return {
    file,
    name: parsePackageName(String(name)),
    version: parseVersion(cleanVersion(String(version)) ?? String(version)),
    packageJson,
    digests,
    size,
    unpackedSize,
    fileCount,
    readme,
  };
}
