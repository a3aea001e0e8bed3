import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';

import { documentTable } from '#store/aws/document-table.ts';
import { openReadingTable } from '#store/aws/reading-table.ts';
import { findPackage } from '#store/packages.ts';
import { listReleases } from '#store/releases.ts';
import type { TableClient } from '#store/table.ts';

import { blobsIn } from '../local/blobs.ts';
import {
  type DynamoServer,
  lacksForDynamoLocal,
  startDynamoLocal,
} from '../peers/dynamodb-local.ts';
import { name, publish, watched } from '../store/package-stores.ts';
import { packagesContract } from '../store/packages-contract.ts';
import { peopleContract } from '../store/people-contract.ts';
import { stagingContract } from '../store/staging-contract.ts';
import { trailContract } from '../store/trail-contract.ts';
import { writersContract } from '../store/writers-contract.ts';
import { folder } from '../target.ts';

const lacking = lacksForDynamoLocal();
const reason = lacking === undefined ? '' : `, skipped: ${lacking}`;
if (lacking !== undefined) process.stderr.write(`skipped: ${lacking}\n`);
const server = lacking === undefined ? await startDynamoLocal() : undefined;
afterAll(async () => server?.stop());
// The adapter without the SDK's client looks for its server in the environment.
Object.assign(process.env, {
  ...(server && { AWS_ENDPOINT_URL_DYNAMODB: server.endpoint }),
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
});

function running(): DynamoServer {
  if (!server) throw new Error(lacking);
  return server;
}

async function createTable(): Promise<string> {
  const table = `t-${randomUUID()}`;
  await running().createTable(table);
  return table;
}

/** As a Lambda that writes has it. */
const writing = (table: string): TableClient =>
  documentTable(
    DynamoDBDocumentClient.from(running().client(), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    table,
  );

/** Reads as a Lambda that only reads does. */
function reading(table: string): TableClient {
  process.env['PANTRY_TABLE'] = table;
  const writer = writing(table);
  return { ...openReadingTable(), send: async (command) => writer.send(command) };
}

describe.skipIf(server === undefined)(`DynamoDB Local${reason}`, () => {
  describe.each([
    ['the SDK', writing],
    ['signed calls', reading],
  ])('read by %s', (by, openTable) => {
    const table = async () => openTable(await createTable());
    const stores = async () => ({ table: await table(), blobs: blobsIn(folder()) });
    packagesContract(by, stores);
    stagingContract(by, stores);
    writersContract(by, stores);
    peopleContract(by, table);
    trailContract(by, table);
  });

  test('writers of one package in many processes each write once, on the one before', async () => {
    const table = await createTable();
    const blobs = blobsIn(folder());
    const pkg = name();
    // Each client is a writer that knows nothing of the others' turns.
    const writers = await Promise.all(
      Array.from({ length: 8 }, async () =>
        watched(async () => ({ table: writing(table), blobs })),
      ),
    );
    const written = await Promise.all(
      writers.map(async (to, index) => publish(to, pkg, `1.${index}.0`)),
    );
    const revs = written.map((each) => each?.rev ?? 0);
    expect(revs.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const [first] = writers;
    expect((await findPackage(writing(table), pkg))?.rev).toBe(8);
    expect(first && (await listReleases(first, pkg))).toHaveLength(8);
  });
});
