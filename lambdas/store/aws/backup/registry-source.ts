import { PREFIX } from '#store/aws/blobs.ts';
import { documentTable } from '#store/aws/document-table.ts';
import { UPSTREAM_PREFIX } from '#store/aws/upstream/configuration.ts';
import type { BackupSource, Shelves } from '#store/backup/registry-sides.ts';

import type { AwsClients } from './clients.ts';
import { readTable } from './read-table.ts';
import { openRegistryKeys } from './registry-keys.ts';
import { openS3Shelf } from './s3-shelf.ts';
import { openSpool } from './spool.ts';

/** Which registry of an account. */
export interface AwsRegistry {
  readonly table: string;
  /** Its bucket of blobs. */
  readonly blobs: string;
  /** What it is called in cdk.json. */
  readonly name: string;
}

/** A registry on AWS to back up, while it serves. */
export function openAwsSource(
  clients: AwsClients,
  registry: AwsRegistry,
  now: () => Date,
): BackupSource {
  const table = documentTable(clients.dynamo, registry.table);
  const { publicKeys, secretKeys } = openRegistryKeys(clients, registry.name);
  return {
    kind: 'aws',
    async *items() {
      const spool = openSpool();
      try {
        await readTable(table, registry.table, spool, now);
        yield* spool.all(now());
      } finally {
        spool.close();
      }
    },
    shelves: shelvesOf(clients, registry),
    publicKeys,
    secretKeys,
    close: async () => {},
  };
}

/** Of tarballs of upstreams too, which have a prefix of their own. */
export function shelvesOf({ s3: client }: AwsClients, { blobs: bucket }: AwsRegistry): Shelves {
  return {
    own: openS3Shelf({ client, bucket, prefix: PREFIX, nameOf }),
    cached: openS3Shelf({ client, bucket, prefix: UPSTREAM_PREFIX, nameOf }),
  };
}

const nameOf = (key: string): string => key;
