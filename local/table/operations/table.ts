import type { TableSchema } from '#store/table-schema.ts';

import type { GroupCommit } from '../storage/group-commit.ts';
import type { Storage } from '../storage/storage.ts';

/** What every operation works on. */
export interface OpenTable {
  readonly schema: TableSchema;
  readonly storage: Storage;
  readonly commits: GroupCommit;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
