import { parseTag, tagsChange } from '#domain/dist-tag.ts';
import { forbidden, notFound } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import type { Publisher } from '#domain/principal.ts';
import { parseVersion } from '#domain/version.ts';
import { auditOf } from '#http/audit.ts';
import type { Request } from '#http/request.ts';
import { updatePackage } from '#http/update-package.ts';
import { findRelease } from '#store/releases.ts';
import type { Services } from '#store/services.ts';

/** Who tags which package: people, and runs of CI services. */
interface Tagging {
  readonly params: { readonly package: PackageName };
  readonly principal: Publisher;
  readonly request: Request;
  readonly services: Services;
}

/** Tags that one package can have. */
const MOST = 500;

/** Points a tag at a version. */
export async function setTag(call: Tagging, name: string, text: string): Promise<Package> {
  const tag = parseTag(name);
  const version = parseVersion(text);
  return updatePackage(call, 'tag', async (pkg) => {
    if (!(await findRelease(call.services, pkg.name, version))) {
      throw notFound(`${pkg.name}@${version}`);
    }
    if (pkg.distTags[tag] === version) return undefined;
    const distTags = { ...pkg.distTags, [tag]: version };
    if (Object.keys(distTags).length > MOST) {
      throw forbidden(`${pkg.name} has ${MOST} tags already: remove one first`);
    }
    return {
      before: pkg,
      after: { ...pkg, distTags },
      audit: auditOf(call, 'tag', { tag }, tagsChange(pkg.distTags, distTags)),
    };
  });
}

/** Removes a tag. */
export async function removeTag(call: Tagging, name: string): Promise<Package> {
  const tag = parseTag(name);
  if (tag === 'latest') {
    throw forbidden('every package needs its "latest" tag: point it at another version instead');
  }
  return updatePackage(call, 'tag', async (pkg) => {
    const { [tag]: before, ...distTags } = pkg.distTags;
    if (before === undefined) throw notFound(`dist-tag "${tag}" of ${pkg.name}`);
    return {
      before: pkg,
      after: { ...pkg, distTags },
      audit: auditOf(call, 'untag', { tag }, tagsChange(pkg.distTags, distTags)),
    };
  });
}
