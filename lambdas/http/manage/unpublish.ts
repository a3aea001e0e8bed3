import { tagsChange } from '#domain/dist-tag.ts';
import { checkRevision } from '#domain/packument-edit.ts';
import { auditOf } from '#http/audit.ts';
import type { Editing } from '#http/edit-package.ts';
import { updatePackage } from '#http/update-package.ts';
import { listStored } from '#store/releases.ts';
import { finishUnpublish } from '#store/unpublish.ts';

/** Unpublishes a whole package, as it is at a revision. The name stays with its owners, and no number is used again. */
export async function unpublishWhole(call: Editing, rev: string): Promise<void> {
  const { principal, services } = call;
  const after = await updatePackage(call, 'unpublish', async (pkg) => {
    checkRevision(pkg, rev);
    const releases = await listStored(services.table, pkg.name);
    const versions = releases.map(({ version }) => version);
    const at = services.now().toISOString();
    return {
      before: pkg,
      after: {
        ...pkg,
        distTags: {},
        unpublished: { by: principal.name, at, rev: pkg.rev, versions },
      },
      audit: auditOf(call, 'unpublish', { versions }, tagsChange(pkg.distTags, {})),
    };
  });
  await finishUnpublish(services, after);
}
