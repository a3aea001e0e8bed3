import type { ImportBatch, ImportOutcome } from '#domain/import/import-batch.ts';
import type { Shadows } from '#domain/upstream/shadowing.ts';
import type { Named } from '#http/import/people.ts';
import { planImport } from '#http/import/plan-import.ts';
import type { Prepared } from '#http/import/prepare-versions.ts';
import { checkRequired } from '#http/provenance.ts';
import type { Publishing } from '#http/publish-package.ts';
import { holdingOf, permitHeld } from '#http/staging/name-holding.ts';
import { changePackage } from '#store/package-change.ts';

/** What one transaction brings. */
export interface Chunk {
  readonly batch: ImportBatch;
  readonly versions: readonly Prepared[];
  readonly named: Named;
  readonly shadows: Shadows;
}

/** Bytes of manifests and texts: a transaction may have 4 MB. */
const LARGEST = 3 * 2 ** 20;
/** What a version's item has beside them. */
const BESIDE = 4096;

/** In order, and at least one: a batch may bring no version. */
export function chunksOf(versions: readonly Prepared[]): readonly (readonly Prepared[])[] {
  const chunks: Prepared[][] = [[]];
  let size = 0;
  for (const version of versions) {
    const { manifest, deprecated = '' } = version.release;
    const own = Buffer.byteLength(manifest) + Buffer.byteLength(deprecated) + BESIDE;
    if (size > 0 && size + own > LARGEST) {
      chunks.push([]);
      size = 0;
    }
    size += own;
    chunks.at(-1)?.push(version);
  }
  return chunks;
}

/** All of it at once, or nothing; what became of each version. */
export async function writeChunk(
  call: Publishing,
  chunk: Chunk,
): Promise<ReadonlyMap<string, ImportOutcome>> {
  const { services, params, principal } = call;
  let outcomes: ReadonlyMap<string, ImportOutcome> = new Map();
  const kept = new Map<Prepared, Promise<unknown>>();
  const keep = async (version: Prepared): Promise<unknown> => {
    const keeping = kept.get(version) ?? version.keep();
    kept.set(version, keeping);
    return keeping;
  };
  // Readers are shown the package once all chunks of the request are written.
  const quiet = { ...services, packageChanged: async () => undefined };
  await changePackage(quiet, params.package, async (pkg) => {
    const holding = await holdingOf(services, params.package, pkg);
    const decided = await permitHeld(holding, principal, 'publish', services);
    checkRequired(params.package, pkg, undefined);
    const plan = await planImport(call, chunk, { ...holding, decided });
    ({ outcomes } = plan);
    if (!plan.change) return undefined;
    const onceDone = Promise.all(plan.fresh.map(keep));
    // Until the change waits for it, its failure is nobody's.
    onceDone.catch(() => undefined);
    return { ...plan.change, onceDone };
  });
  return outcomes;
}
