/**
 * What electrodb needs of a DynamoDB document client: commands in, plain values out. On AWS it is the
 * SDK's DynamoDBDocumentClient, on one machine the embedded table.
 */
export interface TableClient {
  send(command: object): Promise<unknown>;
}
