import { invalid } from '#domain/errors.ts';
import type {
  ImportBatch,
  ImportedVersion,
  ImportOutcome,
  ImportReport,
} from '#domain/import/import-batch.ts';
import { parseNewPackageName } from '#domain/package-name.ts';
import type { Shadows } from '#domain/upstream/shadowing.ts';
import { findNamed } from '#http/import/people.ts';
import { checkNotUnpublished } from '#http/import/plan-import.ts';
import { prepareVersions, type Receive } from '#http/import/prepare-versions.ts';
import { type Chunk, chunksOf, writeChunk } from '#http/import/write-chunk.ts';
import { logError } from '#http/log.ts';
import type { Publishing } from '#http/publish-package.ts';
import { checkClaim } from '#http/publishable.ts';
import { findHolding, permitHeld } from '#http/staging/name-holding.ts';

/**
 * Brings versions of another registry in, as old as they are. What is here stays as it is: the same number with
 * another content is refused, and told. Repeating it does no harm.
 */
export async function importPackage<T extends ImportedVersion>(
  call: Publishing,
  batch: ImportBatch<T>,
  receive: Receive<T>,
): Promise<ImportReport> {
  const { params, principal, services } = call;
  checkNumbers(batch);
  const shadows = await checkImportable(call);
  const named = await findNamed(services, batch, principal.kind === 'user' ? principal.name : '');
  const { people } = named;
  const { prepared, refused } = await prepareVersions(call, { batch, receive, people });
  const outcomes = new Map<string, ImportOutcome>();
  for (const [version, reason] of refused) outcomes.set(version, { outcome: 'refused', reason });
  try {
    for (const versions of chunksOf(prepared)) {
      const first = outcomes.size === refused.size;
      const chunk: Chunk = { batch: first ? batch : restOf(batch), versions, named, shadows };
      for (const [version, outcome] of await writeChunk(call, chunk))
        outcomes.set(version, outcome);
    }
  } catch (error) {
    // What came in before it stays, and is to be seen.
    if (outcomes.size > refused.size) await showWritten(call);
    throw error;
  } finally {
    await Promise.all(prepared.map(async ({ discard }) => discard()));
  }
  // Also where nothing was new: the answer to who brought it may have been lost before this was done.
  await services.packageChanged(params.package);
  return {
    versions: Object.fromEntries(outcomes),
    unknownOwners: named.unknown,
    ...(shadows !== 'nothing' && { shadows }),
  };
}

/** The request fails for another reason, which its caller is told. */
async function showWritten({ params, services }: Publishing): Promise<void> {
  await services.packageChanged(params.package).catch((error: unknown) => {
    logError('a part of an import is not shown yet', error, { package: params.package });
  });
}

function checkNumbers({ versions }: ImportBatch): void {
  const numbers = versions.map(({ version }) => version);
  const twice = numbers.find((version, at) => numbers.indexOf(version) !== at);
  if (twice !== undefined) throw invalid(`${twice} is there twice: send each version once`);
}

/** What is no version is written once. */
const restOf = (batch: ImportBatch): ImportBatch => ({ ...batch, gone: [], deprecated: {} });

/** Before the first byte is looked at. */
async function checkImportable({ params, principal, services }: Publishing): Promise<Shadows> {
  const holding = await findHolding(services, params.package);
  await permitHeld(holding, principal, 'publish', services);
  const { pkg } = holding;
  if (!pkg) return checkClaim(parseNewPackageName(params.package), principal, services);
  checkNotUnpublished(pkg);
  return 'nothing';
}
