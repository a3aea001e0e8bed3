import { readFile } from 'node:fs/promises';

import { isJsonObject } from '#domain/manifest.ts';

import { CommandError } from '../command/failure.ts';

/** A sigstore bundle as the attachment that npm makes of it. */
export interface ProvenanceFile {
  readonly content_type: string;
  readonly data: string;
  readonly length: number;
}

/** Reads a bundle that was made elsewhere; whether it holds is the registry's to say. */
export async function readProvenance(
  file: string | undefined,
): Promise<ProvenanceFile | undefined> {
  if (file === undefined) return undefined;
  const bundle = parse(await read(file));
  if (isJsonObject(bundle) && typeof bundle['mediaType'] === 'string') return fileOf(bundle);
  throw new CommandError(`${file} is no sigstore bundle: it has no "mediaType"`);
}

/** A sigstore bundle as an attachment. */
export function fileOf(bundle: object): ProvenanceFile {
  const type = 'mediaType' in bundle ? bundle.mediaType : undefined;
  const data = JSON.stringify(bundle);
  return { content_type: String(type), data, length: data.length };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CommandError(`the provenance ${file} can't be read`, { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
