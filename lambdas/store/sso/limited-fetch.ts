import type { CustomFetchOptions } from 'openid-client';

import { isSecureUrl } from '#domain/sso/settings.ts';

import { SignInError } from './sign-in-provider.ts';

/** Bytes: documents and tokens of providers have some thousand, with hundreds of groups some more. */
const LIMIT = 1024 * 1024;

/** `fetch` for a provider: over TLS, or on this machine; redirects are not followed; answers end. */
export async function limitedFetch(url: string, options: CustomFetchOptions): Promise<Response> {
  if (!isSecureUrl(url)) throw new SignInError('unusable', 'it names a URL without TLS');
  const { body: sent, signal, duplex: _, ...others } = options;
  const { status, headers, body } = await fetch(url, {
    ...others,
    redirect: 'manual',
    ...(sent !== undefined && { body: sent }),
    ...(signal && { signal }),
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > LIMIT) throw new SignInError('unusable', 'its answer does not end');
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status, headers });
}
