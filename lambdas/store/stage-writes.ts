import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { type Basis, basisCheck } from '#store/basis.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { packages } from '#store/entities/package.ts';
import { itemComposer } from '#store/item-composer.ts';
import { lookAlikesItem } from '#store/look-alikes-item.ts';
import type { LookAlikes } from '#store/look-alikes.ts';
import { shardOf } from '#store/packages.ts';
import {
  type AreaChange,
  areaItem,
  decidedItem,
  freedNumber,
  stagedItems,
} from '#store/staging-items.ts';
import type { StoredStaged } from '#store/staging.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';
import { absent, check, put, unchanged } from '#store/transaction-items.ts';

const compose = { package: itemComposer(packages), auditEvent: itemComposer(auditEvents) };

/** What staging or rejecting a version writes, and what it was decided by: it must still be so. */
export interface StagingWrite {
  readonly name: PackageName;
  /** Undefined where nothing of it is published. */
  readonly pkg: Package | undefined;
  readonly area: AreaChange;
  readonly staged: StoredStaged;
  /** What the organization of the scope said of who writes. */
  readonly basis: readonly Basis[];
  readonly audit: AuditEvent;
}

/** What was not as it had been read. */
export type StagingObstacle = 'number' | 'others';

/** Stages a version, or tells what stood in its way and writes nothing. `similar`: with a name that is claimed. */
export async function saveStaged(
  table: TableClient,
  write: StagingWrite & { readonly similar: LookAlikes | undefined },
): Promise<StagingObstacle | undefined> {
  const { name, similar, staged } = write;
  return written(table, [
    ...stagedItems(staged, new Date(staged.createdAt)),
    ...surroundings(write),
    ...(similar ? [lookAlikesItem(similar, name)] : []),
  ]);
}

/** Rejects a staged version; its number is free again. */
export async function saveRejected(
  table: TableClient,
  write: StagingWrite,
): Promise<StagingObstacle | undefined> {
  const { staged } = write;
  return written(table, [freedNumber(staged), decidedItem(staged), ...surroundings(write)]);
}

async function written(
  table: TableClient,
  TransactItems: readonly object[],
): Promise<StagingObstacle | undefined> {
  const codes = await transact(table, { params: () => ({ TransactItems }) });
  if (!codes) return undefined;
  return codes[0] === 'ConditionalCheckFailed' ? 'number' : 'others';
}

function surroundings({ name, pkg, area, basis, audit }: StagingWrite): readonly object[] {
  return [
    areaItem(name, area),
    // An owner who was removed a moment ago stages nothing, and a name is claimed once.
    check(compose.package({ name, shard: shardOf(name) }), unchanged('changeId', pkg?.changeId)),
    ...basis.map(basisCheck),
    put(compose.auditEvent(toAuditItem(audit)), absent),
  ];
}
