import { notFound, unavailable } from '#domain/errors.ts';
import { blobKey } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import { type Form, MEDIA_TYPE } from '#domain/packument.ts';
import { readDistTags, readVersion } from '#domain/upstream/read-version.ts';
import type { Version } from '#domain/version.ts';
import { requireVisitor } from '#http/access.ts';
import { cacheControl, IMMUTABLE, REVALIDATED } from '#http/caching.ts';
import { packageReply } from '#http/package-reply.ts';
import { refusedIn } from '#http/refused.ts';
import { type Reply, sharedWith } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { claimedAmong } from '#store/packages.ts';
import { rebaseDocument } from '#store/packuments.ts';
import type { Services } from '#store/services.ts';
import type { TableReader } from '#store/table.ts';
import type { UpstreamDocument } from '#store/upstream/documents.ts';
import { unpack } from '#store/upstream/receive-document.ts';

const isClaimed = async (table: TableReader, name: PackageName): Promise<boolean> =>
  (await claimedAmong(table, [name])).has(name);

/** An upstream may take its time: who claimed the name meanwhile was told that it is theirs. */
async function checkUnclaimed(table: TableReader, name: PackageName): Promise<void> {
  if (await isClaimed(table, name)) {
    throw unavailable(`${name} was published here a moment ago: repeat the command`);
  }
}

/**
 * A document of the upstream's, or undefined where it has none or is not asked: for a name that somebody has or
 * had here it never is, whatever versions of it there are elsewhere, nor for one of a reserved scope.
 */
export async function findUpstreamDocument(
  { name, form }: { readonly name: PackageName; readonly form: Form },
  request: Request,
  services: Services,
): Promise<UpstreamDocument | undefined> {
  const { upstreams, table } = services;
  if (!upstreams?.serves(name) || (await isClaimed(table, name))) return undefined;
  await requireVisitor(request, services);
  const found = await upstreams.document(name, form);
  if (found) await checkUnclaimed(table, name);
  return found && { ...found, document: await rebaseDocument(found.document, request.baseUrl) };
}

/** Such a document for a client. */
export async function upstreamDocument(
  { name, form }: { readonly name: PackageName; readonly form: Form },
  request: Request,
  services: Services,
): Promise<Reply | undefined> {
  const found = await findUpstreamDocument({ name, form }, request, services);
  if (!found) return undefined;
  const { document, until } = found;
  const { policy } = services;
  const { shared } = sharedWith({ name, visibility: 'public' }, policy);
  return {
    headers: {
      'content-type': MEDIA_TYPE[form],
      'cache-control': cacheControl(REVALIDATED, 'public', policy),
      etag: document.etag,
      'last-modified': new Date(document.modifiedAt).toUTCString(),
      vary: 'accept, accept-encoding',
    },
    body: { kind: 'gzip', bytes: document.gzip, size: document.size },
    ...(shared && { shared: { ...shared, form, until } }),
    ...refusedIn(name, found),
  };
}

/** One version of such a document. Throws where it is not there. */
export async function upstreamVersion(
  { package: name, version }: { readonly package: PackageName; readonly version: string },
  request: Request,
  services: Services,
): Promise<Reply | undefined> {
  const found = await findUpstreamDocument({ name, form: 'full' }, request, services);
  if (!found) return undefined;
  const manifest = await readVersion(() => unpack([found.document.gzip]), version);
  if (!manifest) throw notFound(`${name}@${version}`);
  return keptUntil(found.until, name, manifest, services);
}

/** The dist-tags of such a document. */
export async function upstreamDistTags(
  { package: name }: { readonly package: PackageName },
  request: Request,
  services: Services,
): Promise<Reply | undefined> {
  const found = await findUpstreamDocument({ name, form: 'abbreviated' }, request, services);
  if (!found) return undefined;
  const tags = await readDistTags(() => unpack([found.document.gzip]));
  return keptUntil(found.until, name, tags, services);
}

/** JSON that the edge keeps for a time, or until somebody claims the name. */
function keptUntil(until: number, name: PackageName, value: unknown, services: Services): Reply {
  const reply = packageReply({ name, visibility: 'public' }, value, services);
  return reply.shared ? { ...reply, shared: { ...reply.shared, until } } : reply;
}

/** Milliseconds that the edge keeps what was said of where a version came from. */
const ATTESTED = 3_600_000;

/** What the upstream says of where a version came from, or undefined as above. */
export async function upstreamAttestations(
  { name, version }: { readonly name: PackageName; readonly version: Version },
  request: Request,
  services: Services,
): Promise<Reply | undefined> {
  const { upstreams, table, now } = services;
  if (!upstreams?.serves(name) || (await isClaimed(table, name))) return undefined;
  await requireVisitor(request, services);
  const found = await upstreams.attestations(name, version);
  if (!found) return undefined;
  await checkUnclaimed(table, name);
  return keptUntil(now().getTime() + ATTESTED, name, found, services);
}

interface WantedTarball {
  readonly name: PackageName;
  readonly version: Version | undefined;
}

/**
 * A tarball of the upstream's of a name that nobody has here, or undefined as above: kept already, or checked
 * while it passes.
 */
export async function upstreamTarball(
  { name, version }: WantedTarball,
  request: Request,
  services: Services,
): Promise<Reply | undefined> {
  const { upstreams, table } = services;
  if (!version || !upstreams?.serves(name) || (await isClaimed(table, name))) return undefined;
  await requireVisitor(request, services);
  // Who wants a part, or only to know, is answered from what is kept.
  const whole = request.method === 'HEAD' || request.headers['range'] !== undefined;
  const how = whole ? 'whole' : 'streaming';
  const found = await upstreams.tarball(name, version, how);
  if (!found) return undefined;
  await checkUnclaimed(table, name);
  const headers = {
    'content-type': 'application/octet-stream',
    'cache-control': cacheControl(IMMUTABLE, 'public', services.policy),
    'accept-ranges': 'bytes',
  };
  if (found.kind === 'coming') {
    const body = { kind: 'stream', source: found.body, size: found.size } as const;
    return { headers, body, download: { name, version } };
  }
  const { integrity, size, fetchedAt } = found.pin;
  const key = blobKey(integrity);
  return {
    headers: {
      ...headers,
      etag: `"${key.slice(0, 32)}"`,
      'last-modified': new Date(fetchedAt).toUTCString(),
    },
    body: { kind: 'blob', key, size, of: 'upstream' },
    download: { name, version },
    ...sharedWith({ name, visibility: 'public' }, services.policy),
  };
}
