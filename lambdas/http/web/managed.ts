import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { decide } from '#http/decide.ts';
import type { Services } from '#store/services.ts';
import type { Managed } from '#web/manage/shell.ts';

export interface Managing {
  readonly params: { readonly package: PackageName };
  readonly principal: UserPrincipal;
  /** Undefined where there are only versions that wait for approval. */
  readonly pkg: Package | undefined;
  readonly services: Services;
}

/** The package as its settings show it to somebody. */
export async function managedBy({ params, principal, pkg, services }: Managing): Promise<Managed> {
  const name = params.package;
  const may = async (action: 'manage' | 'unpublish'): Promise<boolean> =>
    (await decide(principal, action, { name, pkg }, services)).decision === 'allow';
  const exists = pkg !== undefined && !pkg.unpublished;
  const [manages, unpublishes] = await Promise.all([may('manage'), exists && may('unpublish')]);
  return { name, visibility: pkg?.visibility ?? 'private', exists, manages, unpublishes };
}
