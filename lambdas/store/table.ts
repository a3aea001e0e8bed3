/** What DynamoDB holds under a key, as plain JavaScript values. */
export type Item = Readonly<Record<string, unknown>>;

export interface ItemKey {
  readonly partition: string;
  readonly sort: string;
}

/** Items of one partition, of the table or of an index, in the order of their sort keys. */
export interface PartitionQuery {
  readonly partition: string;
  /** An index shows what was written a moment ago a moment later. */
  readonly index?: string;
  /** Sort keys from this one on. */
  readonly from?: string;
  /** Sort keys before this one. */
  readonly before?: string;
  /** The last sort key first. */
  readonly backwards?: boolean;
  /** Items of a page. */
  readonly limit?: number;
}

export interface Page {
  readonly items: readonly Item[];
  /** Where the next page begins; undefined after the last. */
  readonly next: Item | undefined;
}

/** Reads items as they are, as they were last written. */
export interface TableReader {
  /** One request; in the order of the keys, undefined where there is nothing. */
  find(keys: readonly ItemKey[]): Promise<readonly (Item | undefined)[]>;
  page(query: PartitionQuery, start?: Item): Promise<Page>;
}

/**
 * The table as endpoints and jobs use it. `send` is what electrodb needs of a DynamoDB document client:
 * commands in, plain values out. On AWS it is the SDK's DynamoDBDocumentClient, on one machine the
 * embedded table.
 */
export interface TableClient extends TableReader {
  send(command: object): Promise<unknown>;
  /** What functions write that have neither electrodb nor the SDK: DynamoDB's input, of plain values. */
  write(operation: WriteOperation, input: object): Promise<unknown>;
}

export type WriteOperation = 'UpdateItem' | 'TransactWriteItems';

/** Options of electrodb's calls: whose table, and no stack trace made in advance for calls that succeed. */
export const using = (table: TableClient) => ({ client: table, originalErr: true }) as const;
