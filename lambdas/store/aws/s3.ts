import { AwsError, type AwsResponse, callAws, readBody } from './call.ts';
import { bucketPlace, encode, presigned } from './signature.ts';

/** An object: which bucket, which key; which version, where it must be just that one. */
export interface ObjectName {
  readonly bucket: string;
  readonly key: string;
  readonly version?: string | undefined;
}

/** What S3 says of a `PutObject` with a condition: written, or the condition did not hold. */
export type PutOutcome = 'written' | 'refused';

interface Put {
  readonly body: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Write only where there is nothing, or only over the object with this ETag. */
  readonly condition?: 'absent' | { readonly etag: string };
}

interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Statuses that are answers, besides 2xx. */
  readonly answers?: readonly number[];
  readonly silence?: number;
}

/** A request about an object, as s3.ts and multipart.ts make it. */
export async function call(
  { bucket, key, version }: ObjectName,
  request: S3Request,
): Promise<AwsResponse> {
  const { answers = [], silence, ...rest } = request;
  const { place, prefix } = bucketPlace(bucket);
  const callee = {
    service: 's3',
    place,
    answers,
    ...(silence !== undefined && { silence }),
  } as const;
  const query = { ...rest.query, ...(version !== undefined && { versionId: version }) };
  return callAws(callee, { ...rest, query, path: prefix + encodeKey(key) });
}

const encodeKey = (key: string): string => `/${key.split('/').map(encode).join('/')}`;

/** The object, its body still to be read, or undefined where there is none. */
export async function getObject(
  name: ObjectName,
  range?: { readonly start: number; readonly end: number },
): Promise<AwsResponse | undefined> {
  const headers = range && { range: `bytes=${range.start}-${range.end}` };
  const response = await call(name, { method: 'GET', answers: [404], ...(headers && { headers }) });
  if (response.status !== 404) return response;
  await readBody(response);
  return undefined;
}

/** The same, unless the object still has that ETag. */
export async function getChangedObject(
  name: ObjectName,
  etag: string,
): Promise<AwsResponse | 'unchanged' | undefined> {
  const headers = { 'if-none-match': etag };
  const response = await call(name, { method: 'GET', answers: [404, 304], headers });
  if (response.status !== 404 && response.status !== 304) return response;
  await readBody(response);
  return response.status === 304 ? 'unchanged' : undefined;
}

/** What is said of an object in its headers, or undefined where there is none. */
export async function headObject(name: ObjectName): Promise<AwsResponse['headers'] | undefined> {
  const response = await call(name, { method: 'HEAD', answers: [404] });
  await readBody(response);
  return response.status === 404 ? undefined : response.headers;
}

/** 412: the condition does not hold. 409: somebody writes at this moment, which comes to the same. */
const REFUSALS = [412, 409];

export async function putObject(name: ObjectName, put: Put): Promise<PutOutcome> {
  const { body, headers = {}, condition } = put;
  const response = await call(name, {
    method: 'PUT',
    headers: { ...headers, ...conditionHeader(condition) },
    body,
    answers: REFUSALS,
  });
  await readBody(response);
  return REFUSALS.includes(response.status) ? 'refused' : 'written';
}

function conditionHeader(condition: Put['condition']): Readonly<Record<string, string>> {
  if (condition === undefined) return {};
  return condition === 'absent' ? { 'if-none-match': '*' } : { 'if-match': condition.etag };
}

/** S3 says nothing for as long as it copies gigabytes, in milliseconds. */
const COPYING = 60_000;

/** Copies without the bytes passing through here. A failure may come in a body of status 200. */
export async function copyObject(
  from: ObjectName,
  to: ObjectName,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const version = from.version === undefined ? '' : `?versionId=${encode(from.version)}`;
  const response = await call(to, {
    method: 'PUT',
    headers: {
      ...headers,
      'x-amz-metadata-directive': 'REPLACE',
      'x-amz-copy-source': `/${from.bucket}${encodeKey(from.key)}${version}`,
    },
    silence: COPYING,
  });
  await checkBody(response, 'CopyFailed');
}

/** Throws what a body of status 200 says went wrong. */
export async function checkBody(response: AwsResponse, name: string): Promise<void> {
  const text = (await readBody(response)).toString();
  if (!text.includes('<Error>')) return;
  throw new AwsError(name, `s3: ${text.slice(0, 300)}`, { passing: true, status: 200 });
}

export async function deleteObject(name: ObjectName): Promise<void> {
  const response = await call(name, { method: 'DELETE', answers: [404] });
  await readBody(response);
}

interface Presign {
  readonly method: 'GET' | 'PUT';
  /** Overrides of the answer's headers, such as `response-cache-control`; of which upload it is a part. */
  readonly query?: Readonly<Record<string, string>>;
  /** Headers that whoever uses the URL must send as they are here. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly expiresIn: number;
}

/** A URL that reads or writes one object without credentials. */
export async function presignObject(
  { bucket, key }: ObjectName,
  { expiresIn, ...request }: Presign,
): Promise<string> {
  const { place, prefix } = bucketPlace(bucket);
  return presigned('s3', place, { ...request, path: prefix + encodeKey(key) }, expiresIn);
}
