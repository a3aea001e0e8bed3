/**
 * What electrodb needs of a DynamoDB document client: commands in, plain values out. On AWS it is the
 * SDK's DynamoDBDocumentClient, on one machine the embedded table.
 */
export interface TableClient {
  send(command: object): Promise<unknown>;
}

/** Options of electrodb's calls: whose table, and no stack trace made in advance for calls that succeed. */
export const using = (table: TableClient) => ({ client: table, originalErr: true }) as const;

/** The same for reads that must see what was just written; an index can't promise that. */
export const strongly = (table: TableClient) => ({ ...using(table), consistent: true }) as const;
