import { invalid } from '#domain/errors.ts';
import { isJsonObject } from '#domain/manifest.ts';
import { type Package, revision } from '#domain/package.ts';
import { EditedDocument } from '#domain/packument-edit.ts';
import { refusal } from '#domain/refusal.ts';
import { permit, type Read } from '#http/decide.ts';
import { deprecate } from '#http/edit-package.ts';
import { endpoint } from '#http/endpoint.ts';
import { parse } from '#http/input.ts';
import { type Publishing, publishPackage } from '#http/publish-package.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { decideHeld, holdingOf } from '#http/staging/name-holding.ts';
import { starPackage } from '#http/star-package.ts';
import { findPackage } from '#store/packages.ts';
import { receivePublish } from '#store/receive-publish.ts';

/**
 * `npm publish` and everybody's: one version, its tarball as an attachment in base64.
 * `npm deprecate`: the document as it was read, with texts. `npm star` (npm 11 and older): `users` alone.
 */
export const route = defineRoute({
  method: 'PUT',
  path: '/{package}',
  summary: 'Publish a version; deprecate versions; star a package',
  permission: 'publisher',
  secondFactor: 'itself',
  limit: 'publish',
  body: 'stream',
  stores: [
    'orgs:read',
    'packages:read',
    'packages:write',
    'documents:write',
    'blobs:write',
    'signer',
    'trust-root:read',
    'trust:claim',
    'upstream:read',
  ],
});

export const handle = endpoint(route, async (call) => {
  const { params, principal, request, services } = call;
  const pkg = await findPackage(services.table, params.package);
  const read = { name: params.package, pkg };
  const holding = await holdingOf(services, params.package, pkg);
  const decided = await decideHeld(holding, principal, 'publish', services);
  const { document, tarball } = await receivePublish(
    services.blobs,
    request.body,
    services.policy.limits,
    // Before the first byte of a tarball is taken in from who may not publish it, or not yet.
    async () => {
      if (decided.decision !== 'allow') throw refusal(decided.decision, 'publish', params.package);
      await requireSecondFactor('writes', { ...call, pkg });
    },
  );
  try {
    const after = tarball
      ? await publishPackage(call, { document, tarball }, { known: pkg })
      : await edit(call, document, read);
    return json({ ok: true, success: true, id: after.name, rev: revision(after) }, 201);
  } finally {
    await tarball?.blob.discard();
  }
});

async function edit(
  { principal, ...rest }: Publishing,
  document: unknown,
  read: Read,
): Promise<Package> {
  if (principal.kind === 'ci') {
    await permit(principal, 'deprecate', read, rest.services);
    throw refusal('run', 'deprecate', read.name);
  }
  const call = { ...rest, principal };
  const edited = parse(EditedDocument, document, 'body');
  if (isMeantToPublish(edited, document)) {
    throw invalid('a publish needs its tarball: an attachment whose name ends in .tgz');
  }
  if (edited.versions) {
    await permit(principal, 'deprecate', read, rest.services);
    await requireSecondFactor('writes', { ...call, pkg: read.pkg });
    return deprecate(call, edited);
  }
  if (edited.users) {
    await requireSecondFactor('enrolled', call);
    return starPackage(call, edited.users[principal.name] === true);
  }
  throw invalid('this document changes nothing: it has no tarball, no versions and no users');
}

/** By what it says, and not by what there is: nobody learns from the answer whether there is a package. */
function isMeantToPublish({ _rev, versions }: EditedDocument, document: unknown): boolean {
  const attachments = isJsonObject(document) ? document['_attachments'] : undefined;
  if (isJsonObject(attachments) && Object.keys(attachments).length > 0) return true;
  if (!versions || _rev !== undefined) return false;
  return Object.values(versions).every((version) => !('deprecated' in version));
}
