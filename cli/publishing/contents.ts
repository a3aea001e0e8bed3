import * as tar from 'tar';

import { findSecret, HEAD } from './secrets.ts';

/** A file of a tarball. */
export interface ShippedFile {
  /** Below the package's folder. */
  readonly path: string;
  readonly size: number;
  /** What is secret about it, as it seems. */
  readonly secret: string | undefined;
}

/** What a tarball holds, in its order; of each file only its beginning is looked at. */
export async function contentsOf(file: string): Promise<readonly ShippedFile[]> {
  const files: ShippedFile[] = [];
  await tar.list({
    file,
    onReadEntry: (entry) => {
      if (entry.type !== 'File' && entry.type !== 'OldFile') return;
      const path = entry.path.replace(/^[^/]*\//, '');
      let head = '';
      entry.on('data', (bytes: Buffer) => {
        if (head.length < HEAD) head += bytes.toString('latin1', 0, HEAD);
      });
      entry.on('end', () => files.push({ path, size: entry.size, secret: findSecret(path, head) }));
    },
  });
  return files;
}
