import path from 'node:path';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { type FolderBlobs, openBlobs } from '../../local/folder/blobs.ts';
import { openTable, type Table } from '../../local/table/client.ts';
import { atEnd } from '../at-end.ts';

/** Blobs in a folder with a table of their own, both closed when the tests are through. */
export function blobsIn(folder: string): FolderBlobs {
  const table = openTable({ file: path.join(folder, 'table.db'), schema: TABLE_SCHEMA });
  const blobs = openBlobs(folder, table.journal);
  atEnd(async () => close(table, blobs));
  return blobs;
}

export async function close(table: Table, blobs: FolderBlobs): Promise<void> {
  await blobs.flush();
  table.close();
}
