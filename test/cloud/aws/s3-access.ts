import type { Asked } from './http.ts';
import type { Access } from './iam.ts';

export interface S3Call {
  readonly operation: string;
  readonly bucket: string;
  readonly key: string;
  readonly accesses: readonly Access[];
}

/** What a request to S3 does: to which object, and which permissions that takes. */
export function s3CallOf({ method, path, query, headers }: Asked): S3Call {
  const [bucket = '', ...rest] = path.slice(1).split('/').map(decodeURIComponent);
  const key = rest.join('/');
  const object = `arn:aws:s3:::${bucket}/${key}`;
  const on = (operation: string, ...actions: readonly string[]): S3Call => ({
    operation,
    bucket,
    key,
    accesses: actions.map((action) => ({ action: `s3:${action}`, resource: object })),
  });
  if (key === '') return listing(bucket, query.has('versions'));
  const multipart = multipartOf(method, query);
  if (multipart) return on(...multipart);
  const version = query.has('versionId') ? 'Version' : '';
  if (method === 'GET' || method === 'HEAD') {
    return on(method === 'GET' ? 'GetObject' : 'HeadObject', `GetObject${version}`);
  }
  if (method === 'DELETE') return on('DeleteObject', `DeleteObject${version}`);
  const source = headers['x-amz-copy-source'];
  if (source === undefined) return on('PutObject', 'PutObject', ...taggingOf(headers));
  const from = `arn:aws:s3:::${decodeURIComponent(String(source)).replace(/^\//, '')}`;
  const copied = on('CopyObject', 'PutObject');
  const reading: Access = { action: 's3:GetObject', resource: from };
  return { ...copied, accesses: [...copied.accesses, reading] };
}

const taggingOf = (headers: Asked['headers']): readonly string[] =>
  headers['x-amz-tagging'] === undefined ? [] : ['PutObjectTagging'];

/** What is done to an upload in parts, and the permission that it takes. */
function multipartOf(method: string, query: URLSearchParams): [string, string] | undefined {
  if (query.has('uploads')) return ['CreateMultipartUpload', 'PutObject'];
  if (!query.has('uploadId')) return undefined;
  return MULTIPART[method];
}

const MULTIPART: Readonly<Record<string, [string, string]>> = {
  GET: ['ListParts', 'ListMultipartUploadParts'],
  PUT: ['UploadPart', 'PutObject'],
  POST: ['CompleteMultipartUpload', 'PutObject'],
  DELETE: ['AbortMultipartUpload', 'AbortMultipartUpload'],
};

function listing(bucket: string, versions: boolean): S3Call {
  const action = versions ? 's3:ListBucketVersions' : 's3:ListBucket';
  return {
    operation: versions ? 'ListObjectVersions' : 'ListObjects',
    bucket,
    key: '',
    accesses: [{ action, resource: `arn:aws:s3:::${bucket}` }],
  };
}
