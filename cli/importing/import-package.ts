import {
  type ImportBatch,
  LONGEST_TEXT,
  MOST_DEPRECATED,
  MOST_GONE,
} from '#domain/import/import-batch.ts';
import type { Visibility } from '#domain/package.ts';
import { asUserName } from '#domain/user.ts';

import type { CommandError } from '../command/failure.ts';
import { type Batch, batchesOf } from './batches.ts';
import { type Difference, differenceOf } from './difference.ts';
import type { Bringing, ImportDoor } from './door.ts';
import type { PackageReport } from './package-report.ts';
import { isFatal, reasonOf } from './reason-of.ts';
import type { LeftOut, Source, SourcePackage } from './source.ts';
import { verify } from './verify.ts';

/** What is the same for all packages. */
export interface Terms {
  readonly owners: ReadonlyMap<string, string>;
  readonly ownerDefault: string | undefined;
  /** Undefined: as the source says, or as new packages are here. */
  readonly visibility: Visibility | undefined;
  readonly verify: boolean;
}

export interface Importing extends Terms {
  readonly source: Source;
  readonly door: ImportDoor;
  /** Whether somebody wants it to end: what is under way is finished, and nothing begun. */
  readonly stopping: () => boolean;
  /** Told of what all others would fail of alike. */
  readonly fail: (error: CommandError) => void;
}

/** Brings what is missing of a package. Undefined: there is nothing of it to bring, or it was stopped. */
export async function importPackage(
  name: string,
  parts: Importing,
): Promise<PackageReport | undefined> {
  const leftOut: LeftOut[] = [];
  const done = { imported: 0, present: 0, bytes: 0, unknownOwners: new Set<string>() };
  let notes: readonly string[] = [];
  try {
    const pkg = await parts.source.read(name);
    if (!pkg) return undefined;
    leftOut.push(...pkg.leftOut);
    const difference = differenceOf(pkg, await parts.door.here(pkg.name));
    leftOut.push(...difference.leftOut);
    done.present = difference.present.length;
    await bringAll(pkg, difference, { ...parts, done, leftOut });
    if (parts.stopping()) leftOut.push({ reason: 'it was stopped: run the command again' });
    else if (parts.verify) notes = await verify(pkg, parts.door, leftOut);
  } catch (error) {
    leftOut.push({ reason: reasonOf(error) });
    if (isFatal(error)) parts.fail(error);
  }
  const told = leftOut.toSorted((a, b) => compareTexts(a.version, b.version));
  return { name, ...done, leftOut: told, notes, unknownOwners: [...done.unknownOwners] };
}

const compareTexts = (a = '', b = ''): number => a.localeCompare(b, 'en', { numeric: true });

interface Bringings extends Importing {
  readonly done: {
    imported: number;
    present: number;
    bytes: number;
    readonly unknownOwners: Set<string>;
  };
  readonly leftOut: LeftOut[];
}

async function bringAll(
  pkg: SourcePackage,
  difference: Difference,
  parts: Bringings,
): Promise<void> {
  const { source, leftOut } = parts;
  const rest = restsOf(difference);
  const leaveOut = (one: LeftOut): void => void leftOut.push(one);
  const renamed = renamer(parts);
  for await (const batch of batchesOf(difference.todo, { source, pkg, renamed, leaveOut })) {
    await send(pkg, batch, rest.shift() ?? NOTHING, parts);
    await batch.done();
    if (parts.stopping()) return;
  }
  const known = difference.present.length + parts.done.imported > 0;
  // What is no version needs a package to be written to.
  for (const others of rest) if (known) await send(pkg, undefined, others, parts);
  const late = difference.tags && difference.todo.length === 0 && restsOf(difference).length === 0;
  if (late && known) await send(pkg, undefined, NOTHING, parts);
}

type Others = Pick<ImportBatch, 'gone' | 'deprecated'>;

const NOTHING: Others = { gone: [], deprecated: {} };

/** What is no version, cut into what one request may bring. */
function restsOf({ gone, deprecated }: Difference): Others[] {
  const texts = Object.entries(deprecated).map(
    ([version, text]) => [version, text.slice(0, LONGEST_TEXT)] as const,
  );
  const count = Math.max(
    Math.ceil(gone.length / MOST_GONE),
    Math.ceil(texts.length / MOST_DEPRECATED),
  );
  return Array.from({ length: count }, (_, at) => ({
    gone: gone.slice(at * MOST_GONE, (at + 1) * MOST_GONE),
    deprecated: Object.fromEntries(texts.slice(at * MOST_DEPRECATED, (at + 1) * MOST_DEPRECATED)),
  }));
}

const renamer =
  ({ owners }: Terms) =>
  (name: string): string =>
    owners.get(name) ?? name;

async function send(
  pkg: SourcePackage,
  batch: Batch | undefined,
  others: Others,
  parts: Bringings,
): Promise<void> {
  const { door, done, leftOut } = parts;
  const report = await door.bring(pkg.name, {
    ...headOf(pkg, parts),
    ...others,
    versions: batch?.versions ?? [],
  });
  for (const [version, { outcome, reason }] of Object.entries(report.versions)) {
    if (outcome === 'imported') done.imported += 1;
    else if (outcome === 'present') done.present += 1;
    else leftOut.push({ version, reason: reason ?? 'it was refused' });
  }
  done.bytes += batch?.bytes ?? 0;
  for (const name of report.unknownOwners) done.unknownOwners.add(name);
}

type Head = Omit<ImportBatch<Bringing>, 'versions' | keyof Others>;

function headOf(pkg: SourcePackage, { source, owners, ...terms }: Importing): Head {
  const names = pkg.owners.map((name) => owners.get(name) ?? name);
  const visibility = terms.visibility ?? pkg.visibility;
  const { createdAt, modifiedAt } = pkg;
  return {
    source: source.title.slice(0, 300),
    owners: names.filter((name) => asUserName(name) !== undefined).slice(0, 200),
    tags: pkg.tags,
    ...(createdAt !== undefined && { createdAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    ...(visibility && { visibility }),
    ...(terms.ownerDefault !== undefined && { ownerDefault: terms.ownerDefault }),
  };
}
