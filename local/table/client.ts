import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

import { createTableReader } from '#store/table-reader.ts';
import type { TableClient } from '#store/table.ts';

import { openEngine, type EngineOptions, type Operation } from './engine.ts';
import { unsupported } from './errors.ts';
import type { Journal } from './journal.ts';

/** An embedded table, in the place of a DynamoDBDocumentClient. */
export interface Table extends TableClient {
  /** Takes lib-dynamodb's commands; rejects with errors shaped like the AWS client's. */
  send(command: object): Promise<unknown>;
  /** Saves items whose keys are free, all in one commit; resolves to the others, for which nothing was done. */
  insert<T extends object>(items: readonly T[]): Promise<readonly T[]>;
  /** Deletes the items whose time to live is over; resolves to how many. */
  sweepExpired(): Promise<number>;
  /** Bytes that reach the disk with the table's next commit. */
  readonly journal: Journal;
  /** Commits what is under way and closes the file. */
  close(): void;
}

/** Opens the table's file, or makes it; throws a sentence about the file if it cannot serve. */
export function openTable(options: EngineOptions): Table {
  const engine = openEngine(options);
  return {
    ...createTableReader(async (operation, input) => engine.run(operation, input)),
    write: async (operation, input) => engine.run(operation, input),
    send: async (command) => {
      const { operation, input } = recognize(command);
      return engine.run(operation, input);
    },
    insert: async (items) => engine.insert(items),
    sweepExpired: () => engine.sweepExpired(),
    journal: engine.journal,
    close: () => {
      engine.close();
    },
  };
}

/** By class, never by its name: a bundler renames classes. */
function recognize(command: object): { operation: Operation; input: unknown } {
  for (const [Command, operation] of COMMANDS) {
    if (command instanceof Command) return { operation, input: command.input };
  }
  throw unsupported(`The command ${command.constructor.name}`);
}

const COMMANDS = [
  [GetCommand, 'GetItem'],
  [QueryCommand, 'Query'],
  [PutCommand, 'PutItem'],
  [UpdateCommand, 'UpdateItem'],
  [TransactWriteCommand, 'TransactWriteItems'],
  [BatchGetCommand, 'BatchGetItem'],
  [BatchWriteCommand, 'BatchWriteItem'],
  [DeleteCommand, 'DeleteItem'],
  [ScanCommand, 'Scan'],
  [TransactGetCommand, 'TransactGetItems'],
] as const;
