import type { Advisory } from '#domain/advisory.ts';
import { unavailable } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { auditOf, type Difference } from '#http/audit.ts';
import { permit } from '#http/decide.ts';
import type { Request } from '#http/request.ts';
import { findAdvisoriesOf } from '#store/advisories.ts';
import { saveAdvisories } from '#store/advisory-writes.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

interface Advising {
  readonly params: { readonly package: PackageName };
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** What a package's advisories are to become, and what the audit log says of it. Throws to refuse. */
export interface PlannedAdvisories {
  readonly list: readonly Advisory[];
  readonly action: string;
  readonly detail: Json;
  readonly change: Difference;
}

const ATTEMPTS = 8;

/** Changes a package's advisories. Permission is decided again on the very state that is written. */
export async function changeAdvisories(
  call: Advising,
  plan: (list: readonly Advisory[]) => PlannedAdvisories,
): Promise<void> {
  const { params, principal, services } = call;
  const { table, now } = services;
  const name = params.package;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const [pkg, before] = await Promise.all([
      findPackage(table, name),
      findAdvisoriesOf(table, name),
    ]);
    const { basis } = await permit(principal, 'advise', { name, pkg }, services);
    const { list, action, detail, change } = plan(before.list);
    const audit = {
      ...auditOf(call, action, detail, change),
      at: now().toISOString(),
      subject: `package:${name}`,
    };
    if ((await saveAdvisories(table, { pkg, basis, before, list, audit })) === 'saved') return;
  }
  throw unavailable(`${name} is being changed by many at once: repeat the command`);
}
