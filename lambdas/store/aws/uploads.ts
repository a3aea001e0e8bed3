import type { StagedUpload, Uploads } from '#store/uploads.ts';

import { PREFIX as BLOBS } from './blobs.ts';
import { variable } from './environment.ts';
import {
  copyObject,
  deleteObject,
  getObject,
  headObject,
  type ObjectName,
  presignObject,
} from './s3.ts';
import { openUploadParts } from './upload-parts.ts';

/** Objects that clients put themselves, in a bucket with versions that removes them after a day. */
export function openUploads(bucket = variable('PANTRY_STAGING_BUCKET')): Uploads {
  const nameOf = (key: string): ObjectName => ({ bucket, key: `uploads/${key}` });
  return {
    async open({ key, size, expiresAt }) {
      // A signed length is the only one that S3 takes.
      const headers = { 'content-length': String(size) };
      const expiresIn = Math.ceil((expiresAt.getTime() - Date.now()) / 1000);
      const url = await presignObject(nameOf(key), { method: 'PUT', headers, expiresIn });
      return { url, headers };
    },
    find: async (key) => find(nameOf(key)),
    parts: openUploadParts(nameOf),
    remove: async (key) => deleteObject(nameOf(key)),
  };
}

/** By its version, so that what is kept is what was read, whatever is put or removed meanwhile. */
async function find(name: ObjectName): Promise<StagedUpload | undefined> {
  const found = await headObject(name);
  if (!found) return undefined;
  const { 'x-amz-version-id': version } = found;
  if (typeof version !== 'string') throw new Error(`the bucket ${name.bucket} keeps no versions`);
  const source = { ...name, version };
  return {
    size: Number(found['content-length']),
    read: () => read(source),
    keepAs: async (blob) => keep(source, blob),
    close: async () => {},
  };
}

async function* read(source: ObjectName): AsyncGenerator<Uint8Array> {
  const response = await getObject(source);
  if (!response) throw new Error(`there is no such version of ${source.key} any more`);
  yield* response.body;
}

async function keep(source: ObjectName, blob: string): Promise<void> {
  const to = { bucket: variable('PANTRY_BLOBS_BUCKET'), key: BLOBS + blob };
  // Whatever type the client gave them.
  await copyObject(source, to, { 'content-type': 'application/octet-stream' });
}
