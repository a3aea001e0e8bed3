import { unavailable } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import { packageTag } from '#domain/package.ts';
import { logError } from '#http/log.ts';
import { purgeEdge } from '#store/aws/edge.ts';
import { renderDocuments } from '#store/packuments.ts';
import type { Services } from '#store/services.ts';

type Stores = Pick<Services, 'table' | 'blobs' | 'documents' | 'policy'>;

/**
 * Renders a package, and drops what the edge has of it, before its change is acknowledged. Where that fails, the change stays: the job that
 * follows the table's stream renders it in a moment, and a repeated command finds it done.
 */
export const whenChanged =
  (stores: Stores): Services['packageChanged'] =>
  async (name: PackageName) => {
    try {
      await renderDocuments(stores, name);
      await purgeEdge([packageTag(name)]);
    } catch (error) {
      logError('documents could not be rendered', error, { package: name });
      throw unavailable(
        `${name} is changed, but not shown everywhere yet: it will be within a minute, and repeating the command does no harm`,
        error,
      );
    }
  };
