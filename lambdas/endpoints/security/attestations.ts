import { asSpec } from '#domain/attestations.ts';
import { notFound } from '#domain/errors.ts';
import { blobKey } from '#domain/integrity.ts';
import { requireRead } from '#http/access.ts';
import { REVALIDATED } from '#http/caching.ts';
import { endpoint } from '#http/endpoint.ts';
import { packageReply } from '#http/package-reply.ts';
import { defineRoute } from '#http/route.ts';
import { upstreamAttestations } from '#http/upstream-reply.ts';
import { readWhole } from '#store/blobs.ts';
import { findStored } from '#store/releases.ts';

/** `npm audit signatures`, by the path of `dist.attestations.url`; pnpm when it verifies a lockfile. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/npm/v1/attestations/{spec}',
  summary: 'Read where a version came from: `name@1.0.0`',
  permission: 'document',
  cache: REVALIDATED,
  stores: ['packages:read', 'blobs:read', 'upstream:read'],
});

export const handle = endpoint(route, async ({ params, request, services }) => {
  const wanted = asSpec(params.spec);
  if (!wanted) throw notFound(`"${params.spec}"`);
  const theirs = await upstreamAttestations(wanted, request, services);
  if (theirs) return theirs;
  const pkg = await requireRead(wanted.name, request, services);
  const release = await findStored(services.table, wanted.name, wanted.version);
  if (!release?.provenance) throw notFound(`attestations of ${params.spec}`);
  const { integrity, predicateType } = release.provenance;
  const bundle = await readWhole(services.blobs, blobKey(integrity));
  const attestations = [{ predicateType, bundle: asBundle(bundle) }];
  return packageReply(pkg, { attestations }, services);
});

const asBundle = (bytes: Buffer): unknown => JSON.parse(bytes.toString());
