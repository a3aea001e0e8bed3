import type { TableSchema } from '#store/table-schema.ts';

import { storageFailed } from './errors.ts';
import { createJournal, type Journal } from './journal.ts';
import { batchGet } from './operations/batch-get.ts';
import { batchWrite } from './operations/batch-write.ts';
import { getItem } from './operations/get-item.ts';
import { insert } from './operations/insert.ts';
import { query } from './operations/query.ts';
import { scan } from './operations/scan.ts';
import { sweepExpired } from './operations/sweep.ts';
import type { OpenTable } from './operations/table.ts';
import { transactGet } from './operations/transact-get.ts';
import { transactWrite } from './operations/transact-write.ts';
import { deleteItem, putItem, updateItem } from './operations/write-item.ts';
import { createGroupCommit } from './storage/group-commit.ts';
import { openStorage } from './storage/storage.ts';

const OPERATIONS = {
  BatchGetItem: batchGet,
  BatchWriteItem: batchWrite,
  DeleteItem: deleteItem,
  GetItem: getItem,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  TransactGetItems: transactGet,
  TransactWriteItems: transactWrite,
  UpdateItem: updateItem,
} as const;

/** DynamoDB's name of an operation that the engine has. */
export type Operation = keyof typeof OPERATIONS;

export interface EngineOptions {
  /** A path, or `:memory:`. */
  readonly file: string;
  readonly schema: TableSchema;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** One table with DynamoDB's semantics, on plain JavaScript values. */
export interface Engine {
  /** Answers as the DocumentClient would, or throws a TableError. */
  run(operation: Operation, input: unknown): Promise<object>;
  insert<T extends object>(items: readonly T[]): Promise<readonly T[]>;
  sweepExpired(): Promise<number>;
  readonly journal: Journal;
  close(): void;
}

const METADATA = { httpStatusCode: 200, attempts: 1, totalRetryDelay: 0 };

/** Opens a table; throws an Error with a sentence about the file where that cannot be. */
export function openEngine({ file, schema, now = Date.now }: EngineOptions): Engine {
  const storage = openStorage(file, schema);
  const commits = createGroupCommit(storage);
  const journal = createJournal(storage, commits);
  const table: OpenTable = { schema, storage, commits, now };
  let isOpen = true;

  const checkOpen = (): void => {
    if (!isOpen) throw storageFailed('the table is closed');
  };
  return {
    run: async (operation, input) => {
      checkOpen();
      const answer = await OPERATIONS[operation](input, table);
      return { $metadata: METADATA, ...answer };
    },
    insert: async (items) => {
      checkOpen();
      return insert(items, table);
    },
    sweepExpired: async () => {
      checkOpen();
      return sweepExpired(table, () => isOpen);
    },
    journal,
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      journal.settle();
      commits.flush();
      storage.close();
    },
  };
}
