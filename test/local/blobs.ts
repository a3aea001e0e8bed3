import { afterAll } from 'vitest';

import { type FolderBlobs, openBlobs } from '../../local/folder/blobs.ts';

/** Blobs in a folder, closed when the tests are through. */
export function blobsIn(folder: string): FolderBlobs {
  const blobs = openBlobs(folder);
  afterAll(async () => blobs.close());
  return blobs;
}
