import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, createHmac } from 'node:crypto';

/** A service by the name that signatures bear. */
export type AwsService =
  | 'dynamodb'
  | 's3'
  | 'kms'
  | 'sqs'
  | 'secretsmanager'
  | 'ssm'
  | 'cloudfront'
  | 'lambda'
  | 'es';

/** What is asked of a service. */
export interface AwsRequest {
  readonly method: string;
  /** Percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** Where a service is. */
export interface Place {
  readonly protocol: 'http:' | 'https:';
  readonly hostname: string;
  readonly port: number | undefined;
}

/** In whose name AWS is asked, and in which region. */
export interface Identity {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** What Lambda gives its process. */
const ownIdentity = (): Identity => ({
  region: process.env['AWS_REGION'] ?? 'us-east-1',
  accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  sessionToken: process.env['AWS_SESSION_TOKEN'],
});

const ENDPOINT_VARIABLES: Readonly<Record<AwsService, string>> = {
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
  s3: 'AWS_ENDPOINT_URL_S3',
  kms: 'AWS_ENDPOINT_URL_KMS',
  sqs: 'AWS_ENDPOINT_URL_SQS',
  secretsmanager: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  ssm: 'AWS_ENDPOINT_URL_SSM',
  cloudfront: 'AWS_ENDPOINT_URL_CLOUDFRONT',
  lambda: 'AWS_ENDPOINT_URL_LAMBDA',
  es: 'AWS_ENDPOINT_URL_OPENSEARCH',
};

/** A service's endpoint, where the SDK's clients look for it too. */
export function endpointOf(service: AwsService, { region } = ownIdentity()): Place {
  const given = process.env[ENDPOINT_VARIABLES[service]];
  const host =
    service === 'cloudfront' ? 'cloudfront.amazonaws.com' : `${service}.${region}.amazonaws.com`;
  const { protocol, hostname, port } = new URL(given ?? `https://${host}`);
  return {
    protocol: protocol === 'http:' ? protocol : 'https:',
    hostname,
    port: port === '' ? undefined : Number(port),
  };
}

/** A bucket's endpoint: a host of its own on AWS, a path where the endpoint is given. */
export function bucketPlace(bucket: string): { readonly place: Place; readonly prefix: string } {
  const place = endpointOf('s3');
  if (process.env[ENDPOINT_VARIABLES.s3] !== undefined) return { place, prefix: `/${bucket}` };
  return { place: { ...place, hostname: `${bucket}.${place.hostname}` }, prefix: '' };
}

/** The request with its signature in the headers, of the credentials that Lambda gives its process or others. */
export async function signed(
  service: AwsService,
  place: Place,
  request: AwsRequest,
  identity = ownIdentity(),
): Promise<AwsRequest> {
  const { headers } = await signer(service, identity).sign(toHttpRequest(place, request));
  return { ...request, path: withQuery(request.path, request.query ?? {}), headers };
}

/** A URL that anyone may use once who has it, for so many seconds. */
export async function presigned(
  service: AwsService,
  place: Place,
  request: AwsRequest,
  expiresIn: number,
): Promise<string> {
  // S3 signs no content that it has not seen, and says so; any other hash here is a wrong signature there.
  const content = service === 's3' ? { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } : {};
  const unsigned = { ...request, headers: { ...request.headers, ...content } };
  const { query } = await signer(service, ownIdentity()).presign(toHttpRequest(place, unsigned), {
    expiresIn,
    unhoistableHeaders: new Set(Object.keys(request.headers ?? {})),
  });
  const port = place.port === undefined ? '' : `:${place.port}`;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing in it has more than one value
  const pairs = (query ?? {}) as Readonly<Record<string, string>>;
  return `${place.protocol}//${place.hostname}${port}${withQuery(request.path, pairs)}`;
}

function toHttpRequest(
  { protocol, hostname, port }: Place,
  { method, path, query, headers, body }: AwsRequest,
) {
  return {
    method,
    protocol,
    hostname,
    path,
    query: { ...query },
    headers: {
      ...headers,
      host: port === undefined ? hostname : `${hostname}:${port}`,
    },
    body,
  };
}

function signer(
  service: AwsService,
  { region, accessKeyId, secretAccessKey, sessionToken }: Identity,
): SignatureV4 {
  return new SignatureV4({
    service,
    region: service === 'cloudfront' ? 'us-east-1' : region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    sha256: Sha256,
    // S3 takes keys as they are; every other service wants the path encoded once more.
    uriEscapePath: service !== 's3',
  });
}

type SourceData = string | ArrayBuffer | ArrayBufferView;

function bytes(data: SourceData): Uint8Array | string {
  if (typeof data === 'string') return data;
  if (!ArrayBuffer.isView(data)) return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** What the signature's library asks of a hash. */
class Sha256 {
  readonly #hash;

  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: SourceData): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('a hash is used once');
  }
}

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encode(value)}`,
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** As the signature counts it: everything but unreserved characters. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
