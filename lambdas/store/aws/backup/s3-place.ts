import { paginateListObjectsV2, PutObjectCommand } from '@aws-sdk/client-s3';

import { BackupError } from '#store/backup/backup-error.ts';
import { shardOf } from '#store/backup/blob-shelf.ts';
import type { BackupPlace } from '#store/backup/place.ts';

import type { AwsClients } from './clients.ts';
import { getObject, openS3Shelf } from './s3-shelf.ts';

/** Opens `s3://bucket/prefix` for backups. Throws BackupError for what is no such address. */
export function openS3Place({ s3: client }: AwsClients, address: string): BackupPlace {
  const { bucket: Bucket = '', rest = '' } = ADDRESS.exec(address)?.groups ?? {};
  if (Bucket === '') {
    throw new BackupError(`"${address}" is no place in S3: write it as s3://bucket/prefix`);
  }
  const prefix = rest === '' ? '' : `${rest}/`;
  return {
    title: address,
    blobs: openS3Shelf({ client, bucket: Bucket, prefix: `${prefix}blobs/`, nameOf }),
    async read(name, limit) {
      const found = await getObject(client, { Bucket, Key: prefix + name });
      if (!found?.Body) return undefined;
      if ((found.ContentLength ?? 0) > limit) {
        throw new BackupError(`${address}: ${name} is larger than it was written`);
      }
      return found.Body.transformToByteArray();
    },
    async write(name, Body) {
      await client.send(new PutObjectCommand({ Bucket, Key: prefix + name, Body }));
    },
    async list() {
      const names: string[] = [];
      const listed = { Bucket, Prefix: `${prefix}backups/` };
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, listed)) {
        names.push(...Contents.map(({ Key = '' }) => Key.slice(prefix.length)));
      }
      return names;
    },
  };
}

/** As in a folder: one can be copied to the other. */
const nameOf = (key: string): string => `${shardOf(key)}/${key}`;

const ADDRESS =
  /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(?<rest>[^?#]*[^/?#]))?\/?$/;
