import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openBlobs } from '../../local/folder/blobs.ts';
import { openTable, type Table } from '../../local/table/client.ts';
import { packagesContract } from '../store/packages-contract.ts';
import { peopleContract } from '../store/people-contract.ts';
import { folder } from '../target.ts';

const open = (): Table => openTable({ file: ':memory:', schema: TABLE_SCHEMA });

packagesContract('the embedded table', async () => ({
  table: open(),
  blobs: openBlobs(folder()),
}));
peopleContract('the embedded table', async () => open());
