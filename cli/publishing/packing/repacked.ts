import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import * as tar from 'tar';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../../command/failure.ts';
import { parsedAsIs } from '../../parsed-as-is.ts';
import { TAR_OPTIONS } from './tar-options.ts';

/** The first folder of a tarball is the package's, whatever it is called. */
const isPackageJson = (entry: string): boolean => /^[^/]+\/package\.json$/.test(entry);

/** Writes a tarball anew with something changed in its package.json, holding nothing else of it. */
export async function repacked(
  from: string,
  to: string,
  change: (packageJson: Json) => Json,
): Promise<void> {
  const pack = new tar.Pack(TAR_OPTIONS);
  const written = pipeline(pack, createWriteStream(to));
  const read = readInto(from, pack, change).catch((error: unknown) => {
    pack.emit('error', error);
    throw error;
  });
  await Promise.all([read, written]);
}

async function readInto(
  from: string,
  pack: tar.Pack,
  change: (packageJson: Json) => Json,
): Promise<void> {
  let waiting: Promise<unknown> = Promise.resolve();
  await tar.list({
    file: from,
    strict: true,
    // Each is read as the new tarball takes it.
    noResume: true,
    onReadEntry: (entry) => {
      if (isPackageJson(entry.path)) {
        waiting = entry.concat().then((bytes) => pack.add(changed(entry, bytes, change)));
      } else pack.add(entry);
    },
  });
  await waiting;
  pack.end();
}

function changed(
  { path, mode = 0o644 }: tar.ReadEntry,
  bytes: Buffer,
  change: (packageJson: Json) => Json,
): tar.ReadEntry {
  const packageJson = parsedAsIs(bytes.toString());
  if (!isJsonObject(packageJson)) throw new CommandError('the tarball’s package.json is no object');
  const text = Buffer.from(`${JSON.stringify(change(packageJson), null, 2)}\n`);
  const header = new tar.Header({ path, mode, type: 'File', size: text.length });
  const entry = new tar.ReadEntry(header);
  entry.end(text);
  return entry;
}
