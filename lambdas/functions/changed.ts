import { unavailable } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import { packageTag } from '#domain/package.ts';
import { logError } from '#http/log.ts';
import { hasEdge, purgeEdge } from '#store/aws/edge.ts';
import { renderDocuments } from '#store/packuments.ts';
import type { Services } from '#store/services.ts';

type Stores = Pick<Services, 'table' | 'blobs' | 'documents' | 'policy'>;

/**
 * Renders a package, and drops what the edge has of it, before its change is acknowledged. Where that fails,
 * the change stays: the job that follows the table's stream renders it in a moment, and a repeated command
 * finds it done.
 */
export const whenChanged =
  (stores: Stores): Services['packageChanged'] =>
  async (name: PackageName) => {
    try {
      const known = await isAtEdge(stores, name);
      const documents = await renderDocuments(stores, name);
      // A purge costs more than a publish does, and private packages are never there.
      if (known || documents?.full.visibility === 'public') await purgeEdge([packageTag(name)]);
    } catch (error) {
      logError('documents could not be rendered', error, { package: name });
      throw unavailable(
        `${name} is changed, but not shown everywhere yet: it will be within a minute, and repeating the command does no harm`,
        error,
      );
    }
  };

async function isAtEdge({ documents }: Stores, name: PackageName): Promise<boolean> {
  if (!hasEdge()) return false;
  const before = await documents.find({ name, form: 'abbreviated' });
  return before?.visibility === 'public';
}
