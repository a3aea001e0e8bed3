import type { PackageName } from '#domain/package-name.ts';
import { type Form, FORMS } from '#domain/packument.ts';
import type { DocumentKey, Documents, StoredDocument } from '#store/documents.ts';

import type { UpstreamClient, UpstreamResponse } from './client.ts';
import type { DistIndex } from './dist-index.ts';
import { receiveDocument, REWRITER } from './receive-document.ts';
import { UpstreamError } from './upstream-error.ts';

/** Where an upstream's documents are kept: what it said of their tarballs, and all of them as clients get them. */
export interface UpstreamDocumentStores {
  readonly received: Documents;
  readonly served: Documents;
}

export interface Asking {
  readonly stores: UpstreamDocumentStores;
  readonly client: UpstreamClient;
  readonly dists: DistIndex;
  /** What tarball URLs begin with. */
  readonly baseUrl: string;
  readonly now: () => Date;
  /** Told when clients are to be shown another document than before. */
  readonly changed: (name: PackageName) => void;
  /** Told which packages the latest version needs of a package whose document is new here. */
  readonly needs?: ((names: readonly string[], form: Form) => void) | undefined;
}

/** Milliseconds that a client waits for a document that is not at hand. */
const PATIENCE = 30_000;

/** Asks the upstream, and keeps what it says. Undefined: it has no such package. */
export async function askUpstream(
  parts: Asking,
  name: PackageName,
  form: Form,
): Promise<StoredDocument | undefined> {
  const key = { name, form };
  const held = await parts.stores.served.find(key);
  const signal = AbortSignal.timeout(PATIENCE);
  const etag = held?.renderer === REWRITER ? held.upstream?.etag : undefined;
  const response = await parts.client.document(name, form, { etag, signal });
  const checkedAt = parts.now().getTime();
  if (response.status === 200) return replace(parts, key, { held, response, checkedAt });
  await response.body.dump();
  if (response.status === 304 && held) return renew(parts, key, { ...held, rev: checkedAt });
  if (response.status !== 404 && response.status !== 410) throw refusal(response);
  await forget(parts, name, checkedAt);
  return undefined;
}

interface Answer {
  readonly held: StoredDocument | undefined;
  readonly response: UpstreamResponse;
  readonly checkedAt: number;
}

async function replace(
  { stores, dists: index, baseUrl, changed, needs: tellNeeds }: Asking,
  key: DocumentKey,
  { held, response, checkedAt }: Answer,
): Promise<StoredDocument> {
  const { received, served, dists, needs } = await receiveDocument(
    { ...key, baseUrl, checkedAt },
    response,
  );
  await stores.received.save(key, received);
  await stores.served.save(key, served);
  index.set(key.name, dists);
  if (held && held.etag !== served.etag) changed(key.name);
  if (!held) tellNeeds?.(needs, key.form);
  return served;
}

/** It is as it was, at the time that its rev says. */
async function renew(
  { stores }: Asking,
  key: DocumentKey,
  held: StoredDocument,
): Promise<StoredDocument> {
  const upstream = { etag: held.upstream?.etag, checkedAt: held.rev };
  const renewed = { ...held, upstream };
  await stores.served.save(key, renewed);
  return renewed;
}

/** The package is gone upstream: in both forms. */
async function forget({ stores, changed }: Asking, name: PackageName, at: number) {
  const held = await Promise.all(FORMS.map(async (form) => stores.served.find({ name, form })));
  if (held.every((document) => document === undefined)) return;
  for (const form of FORMS) {
    await stores.served.remove({ name, form }, at);
    await stores.received.remove({ name, form }, at);
  }
  changed(name);
}

function refusal({ status, headers }: UpstreamResponse): UpstreamError {
  const seconds = Number(headers['retry-after']);
  const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  if (status === 429)
    return new UpstreamError('busy', 'it asks for patience (429)', { retryAfter });
  if (status === 401 || status === 403) {
    return new UpstreamError('refused', `it does not let this registry read it (${status})`);
  }
  if (status >= 500)
    return new UpstreamError('unreachable', `it fails (${status})`, { retryAfter });
  return new UpstreamError('unusable', `it answered ${status}`);
}
