import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { Asked } from './http.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

type Data = string | ArrayBuffer | ArrayBufferView;

class Sha256 {
  readonly #hash;

  constructor(secret?: Data) {
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }

  update(data: Data): void {
    this.#hash.update(data as string);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

export const signerOf = (credentials: Credentials, service: string, region: string): SignatureV4 =>
  new SignatureV4({
    credentials,
    region,
    service,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: false,
  });

/** Which key signed a request, in its headers or in its URL. */
export function accessKeyOf({ headers, query }: Asked): string | undefined {
  const credential =
    query.get('X-Amz-Credential') ?? /Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1];
  return credential?.split('/')[0];
}

/** Whether the request was signed with the secret of these credentials, as it came. */
export async function isSigned(asked: Asked, credentials: Credentials): Promise<boolean> {
  const scope = (
    asked.query.get('X-Amz-Credential') ??
    /Credential=([^,]+)/.exec(asked.headers.authorization ?? '')?.[1] ??
    ''
  ).split('/');
  const [, , region = '', service = ''] = scope;
  const signer = signerOf(credentials, service, region);
  const found = asked.query.get('X-Amz-Signature');
  return found === null
    ? same(await headerSignature(asked, signer), asked.headers.authorization ?? '')
    : same(await querySignature(asked, signer), found);
}

async function headerSignature(asked: Asked, signer: SignatureV4): Promise<string> {
  const names = (/SignedHeaders=([^,]+)/.exec(asked.headers.authorization ?? '')?.[1] ?? '').split(
    ';',
  );
  const signed = await signer.sign(
    { ...target(asked), headers: pick(asked, names), query: Object.fromEntries(asked.query) },
    { signingDate: dateOf(String(asked.headers['x-amz-date'])), signableHeaders: new Set(names) },
  );
  return signed.headers['authorization'] ?? '';
}

async function querySignature(asked: Asked, signer: SignatureV4): Promise<string> {
  const { query } = asked;
  const names = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const expiresIn = Number(query.get('X-Amz-Expires'));
  const signingDate = dateOf(query.get('X-Amz-Date') ?? '');
  if (Date.now() > signingDate.getTime() + expiresIn * 1000) return 'expired';
  const { [CONTENT]: content, ...rest } = Object.fromEntries(
    [...query].filter(([name]) => !name.startsWith('X-Amz-')),
  );
  const headers = { ...pick(asked, names), ...(content !== undefined && { [CONTENT]: content }) };
  const presigned = await signer.presign(
    { ...target(asked), headers, query: rest },
    { signingDate, expiresIn, signableHeaders: new Set(names), unhoistableHeaders: new Set(names) },
  );
  return String(presigned.query?.['X-Amz-Signature']);
}

/** What a presigned URL says of the content that it was signed for. */
const CONTENT = 'x-amz-content-sha256';

const target = ({ method, path, headers, body }: Asked) => ({
  method,
  path,
  body,
  protocol: 'http:',
  hostname: (headers.host ?? '').split(':')[0] ?? '',
});

const pick = ({ headers }: Asked, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, String(headers[name] ?? '')]));

/** `20261121T101112Z` */
const dateOf = (text: string): Date =>
  new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

function same(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
