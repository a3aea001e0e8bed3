import { forbidden } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { canTakePart } from '#domain/permission.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { auditOf } from '#http/audit.ts';
import type { Request } from '#http/request.ts';
import { updatePackage } from '#http/update-package.ts';
import type { Services } from '#store/services.ts';
import { hasStarred } from '#store/stars.ts';

interface Starring {
  readonly params: { readonly package: PackageName };
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** Sets or removes the caller's own star, for every way in which clients ask for that. */
export async function starPackage(call: Starring, starred: boolean): Promise<Package> {
  const { principal, services } = call;
  if (!canTakePart(principal)) throw forbidden('this token is read-only: it can not give stars');
  return updatePackage(call, 'read', async (pkg) => {
    if ((await hasStarred(services.table, pkg.name, principal.name)) === starred) return undefined;
    return {
      before: pkg,
      after: { ...pkg, stars: pkg.stars + (starred ? 1 : -1) },
      star: { user: principal.name, starred },
      audit: auditOf(
        call,
        starred ? 'star' : 'unstar',
        {},
        { before: { starred: !starred }, after: { starred } },
      ),
    };
  });
}
