import { missingFrom } from '#domain/upload-parts.ts';
import type { UploadParts } from '#store/uploads.ts';

import { completeMultipart, createMultipart, listParts } from './multipart.ts';
import { headObject, type ObjectName, presignObject } from './s3.ts';

/**
 * Parts as S3 takes them. Its id of the upload is good for one key, and the key is that of one user and
 * package: nobody reaches another's by it. A rule of the bucket removes what is never joined.
 */
export function openUploadParts(nameOf: (key: string) => ObjectName): UploadParts {
  return {
    begin: async (key) => createMultipart(nameOf(key)),
    async target({ key, handle, part, expiresAt }) {
      const headers = { 'content-length': String(part.size) };
      const query = { partNumber: String(part.number), uploadId: handle };
      const expiresIn = Math.ceil((expiresAt.getTime() - Date.now()) / 1000);
      const url = await presignObject(nameOf(key), { method: 'PUT', headers, query, expiresIn });
      return { url, headers };
    },
    async received({ key, handle }) {
      const listed = await listParts(nameOf(key), handle);
      if (listed) return listed.map(({ number, size }) => ({ number, size }));
      return (await headObject(nameOf(key))) ? 'whole' : undefined;
    },
    async join({ key, handle }, parts) {
      const listed = await listParts(nameOf(key), handle);
      if (!listed) return undefined;
      const missing = missingFrom(parts, listed);
      if (missing.length > 0) return missing;
      return (await completeMultipart(nameOf(key), handle, listed)) ? [] : undefined;
    },
  };
}
