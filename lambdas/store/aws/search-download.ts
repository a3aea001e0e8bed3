import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

import { getChangedObject, getObject, type ObjectName } from './s3.ts';

/** What came into the file, or why nothing did. */
export type Download = 'absent' | 'unchanged' | { readonly etag: string; readonly size: number };

/** Writes an object into a new file, unless it still has the ETag that is known. */
export async function downloadObject(
  name: ObjectName,
  file: string,
  known?: string,
): Promise<Download> {
  const response = await (known === undefined ? getObject(name) : getChangedObject(name, known));
  if (response === undefined) return 'absent';
  if (response === 'unchanged') return response;
  const target = createWriteStream(file, { flags: 'wx' });
  await pipeline(response.body, target);
  return { etag: response.headers.etag ?? '', size: target.bytesWritten };
}
