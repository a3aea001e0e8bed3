import { afterAll, expect, test } from 'vitest';

import { readmeOf } from '#http/web/readme.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openBlobs } from '../../local/folder/blobs.ts';
import { openReadmes } from '../../local/folder/readmes.ts';
import { openTable } from '../../local/table/client.ts';
import { name, release } from '../store/package-stores.ts';
import { folder } from '../target.ts';

const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
afterAll(() => table.close());

test('a README that is gone is said to be unreadable, and its page goes on', async () => {
  const stores = {
    blobs: openBlobs(folder(), table.journal),
    readmes: openReadmes(folder(), () => new Date()),
  };
  const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
  const readme = { integrity, filename: 'README.md' };
  const found = await readmeOf(stores, { ...release(name(), '1.0.0'), rev: 1, readme });
  expect(found?.text).toContain('could not be read');
});
