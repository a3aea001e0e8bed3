import { unavailable } from '#domain/errors.ts';
import { parseNewOrgName, scopeOfOrg } from '#domain/org/org.ts';
import { ownersChange } from '#domain/owners.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { auditOf } from '#http/audit.ts';
import { permit } from '#http/decide.ts';
import { logError } from '#http/log.ts';
import type { Request } from '#http/request.ts';
import { changePackage } from '#store/package-change.ts';
import { listPackagesIn } from '#store/scope-packages.ts';
import type { Services } from '#store/services.ts';

interface Disowning {
  readonly params: { readonly org: string };
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/**
 * Takes the packages of an organization from who owns them beside it, one after the other. How many there were.
 * Each is its own change, and can be repeated: an attempt that breaks off says so.
 */
export async function disown(call: Disowning, user: string): Promise<number> {
  const { services, params } = call;
  const packages = await listPackagesIn(services.table, scopeOfOrg(parseNewOrgName(params.org)));
  const owned = packages.filter(({ owners }) => owners.some(({ name }) => name === user));
  for (const { name } of owned) {
    try {
      await changePackage(services, name, async (pkg) => {
        const owners = pkg?.owners.filter((owner) => owner.name !== user);
        if (!pkg || !owners || owners.length === pkg.owners.length) return undefined;
        const { basis } = await permit(call.principal, 'manage', { name, pkg }, services);
        const audit = auditOf(call, 'owner-remove', { user }, ownersChange(pkg, owners));
        return { before: pkg, after: { ...pkg, owners }, basis, audit };
      });
    } catch (cause) {
      logError('an owner who left an organization kept a package', cause, { package: name });
      throw unavailable(
        `${user} is out of ${params.org}, but still owns ${name} or others of its packages: repeat the command`,
        cause,
      );
    }
  }
  return owned.length;
}
