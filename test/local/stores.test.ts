import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable, type Table } from '../../local/table/client.ts';
import { packagesContract } from '../store/packages-contract.ts';
import { peopleContract } from '../store/people-contract.ts';
import { stagingContract } from '../store/staging-contract.ts';
import { trailContract } from '../store/trail-contract.ts';
import { writersContract } from '../store/writers-contract.ts';
import { folder } from '../target.ts';
import { blobsIn } from './blobs.ts';

const open = (): Table => openTable({ file: ':memory:', schema: TABLE_SCHEMA });

const stores = async () => ({ table: open(), blobs: blobsIn(folder()) });

packagesContract('the embedded table', stores);
writersContract('the embedded table', stores);
stagingContract('the embedded table', stores);
peopleContract('the embedded table', async () => open());
trailContract('the embedded table', async () => open());
