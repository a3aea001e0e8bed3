/** The one table's keys, as DynamoDB is told them. Every key attribute is a string. */
export interface TableSchema {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  /** Seconds since 1970; an item past it counts as gone for every reader and is swept later. */
  readonly ttlAttribute: string;
  readonly indexes: readonly IndexSchema[];
}

/** A global secondary index that projects whole items. */
export interface IndexSchema {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

export const TABLE_SCHEMA: TableSchema = {
  name: 'registry',
  partitionKey: 'pk',
  sortKey: 'sk',
  ttlAttribute: 'expiresAt',
  indexes: [{ name: 'gsi1', partitionKey: 'gsi1pk', sortKey: 'gsi1sk' }],
};
