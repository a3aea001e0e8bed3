import { readBody } from './call.ts';
import { call, checkBody, type ObjectName } from './s3.ts';

/** A part that S3 has. */
export interface ListedPart {
  readonly number: number;
  readonly size: number;
  /** As S3 wrote it into its XML, entities included. */
  readonly etag: string;
}

/** Begins an object that comes in parts: what S3 calls it. */
export async function createMultipart(name: ObjectName): Promise<string> {
  const response = await call(name, { method: 'POST', query: { uploads: '' } });
  const text = (await readBody(response)).toString();
  const id = elementOf(text, 'UploadId');
  if (id === undefined) throw new Error(`S3 began no upload: ${text.slice(0, 300)}`);
  return id;
}

/** Up to a thousand; undefined: S3 knows no such upload, it may be complete. */
export async function listParts(
  name: ObjectName,
  uploadId: string,
): Promise<readonly ListedPart[] | undefined> {
  const response = await call(name, { method: 'GET', query: { uploadId }, answers: [404] });
  const text = (await readBody(response)).toString();
  if (response.status === 404) return undefined;
  return [...text.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    number: Number(elementOf(part, 'PartNumber')),
    size: Number(elementOf(part, 'Size')),
    etag: elementOf(part, 'ETag') ?? '',
  }));
}

/** S3 writes blanks while it puts parts together, and API Gateway waits for 29 seconds: milliseconds. */
const COMPLETING = 10_000;

/** 404: somebody else completed it. 412 and 409: the object is there, or is being made. */
const OVERTAKEN = [404, 412, 409];

/** Makes the object, once: false where there is one already. */
export async function completeMultipart(
  name: ObjectName,
  uploadId: string,
  parts: readonly ListedPart[],
): Promise<boolean> {
  const listed = parts.map(
    ({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`,
  );
  const response = await call(name, {
    method: 'POST',
    query: { uploadId },
    headers: { 'content-type': 'application/xml', 'if-none-match': '*' },
    body: Buffer.from(`<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`),
    answers: OVERTAKEN,
    silence: COMPLETING,
  });
  if (!OVERTAKEN.includes(response.status)) {
    await checkBody(response, 'CompleteFailed');
    return true;
  }
  await readBody(response);
  return false;
}

const elementOf = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
