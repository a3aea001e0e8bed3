import { gunzipSync, gzipSync } from 'node:zlib';

import type { Readmes } from '#store/readmes.ts';

import { readBody } from './call.ts';
import { variable } from './environment.ts';
import { getObject, type ObjectName, putObject } from './s3.ts';

/** READMEs as objects beside the documents, which a rule of their bucket removes. */
export function openReadmes(bucket = variable('PANTRY_DOCUMENTS_BUCKET')): Readmes {
  const nameOf = (key: string): ObjectName => ({ bucket, key: `readmes/${key}` });
  return {
    async find(key) {
      const response = await getObject(nameOf(key));
      return response && unpack(await readBody(response));
    },
    async save(key, html) {
      const headers = { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' };
      // Without a condition: what is there may be damaged, and would stay so for a month.
      await putObject(nameOf(key), { body: gzipSync(html), headers });
    },
  };
}

function unpack(gzip: Uint8Array): string | undefined {
  try {
    return gunzipSync(gzip).toString();
  } catch {
    return undefined;
  }
}
