import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  DynamoDBDocumentClient,
  GetCommand,
  type GetCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';

import { createTableReader, type RunRead } from '#store/table-reader.ts';
import type { TableClient, WriteOperation } from '#store/table.ts';

import { variable } from './environment.ts';
import { renameTable } from './table-name.ts';

/** Milliseconds until a connection, and an answer, are given up. */
const CONNECT = 2000;
const ANSWER = 5000;

/** The table by the SDK's client, for Lambdas that write. */
export function openDocumentTable(): TableClient {
  const requestHandler = {
    connectionTimeout: CONNECT,
    requestTimeout: ANSWER,
    throwOnRequestTimeout: true,
  };
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ requestHandler, maxAttempts: 4 }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  return documentTable(client, variable('PANTRY_TABLE'));
}

/** A table of the given name, by a client. */
export function documentTable(client: DynamoDBDocumentClient, name: string): TableClient {
  client.middlewareStack.add(
    (next) => async (args) => next({ ...args, input: renameTable(args.input, name) }),
    { step: 'initialize', name: 'tableOfThisRegistry', priority: 'high' },
  );
  const send = async (command: object): Promise<unknown> =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- electrodb and the store make nothing but commands
    client.send(command as GetCommand);
  return {
    send,
    write: async (operation, input) => send(toCommand(operation, input)),
    ...createTableReader(async (operation, input) => send(toCommand(operation, input))),
  };
}

function toCommand(operation: Parameters<RunRead>[0] | WriteOperation, input: object): object {
  /* oxlint-disable typescript/no-unsafe-type-assertion -- put together for these very operations */
  if (operation === 'GetItem') return new GetCommand(input as GetCommandInput);
  if (operation === 'Query') return new QueryCommand(input as QueryCommandInput);
  if (operation === 'UpdateItem') return new UpdateCommand(input as UpdateCommandInput);
  if (operation === 'BatchGetItem') return new BatchGetCommand(input as BatchGetCommandInput);
  return new TransactWriteCommand(input as TransactWriteCommandInput);
  /* oxlint-enable typescript/no-unsafe-type-assertion */
}
