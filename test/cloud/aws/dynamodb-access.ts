import type { Access } from './iam.ts';

type Json = Readonly<Record<string, any>>;

/** What an operation of DynamoDB does, item by item: to which key of which table. */
export function accessesOf(
  operation: string,
  input: Json,
  arnOf: (table: string) => string,
): Access[] {
  const on = (action: string, table: string, keys: readonly string[], index?: string): Access => ({
    action: `dynamodb:${action}`,
    resource: index === undefined ? arnOf(table) : `${arnOf(table)}/index/${index}`,
    ...(keys.length > 0 && { context: { 'dynamodb:LeadingKeys': keys } }),
  });
  switch (operation) {
    case 'GetItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [on(operation, input['TableName'], [input['Key'].pk.S])];
    case 'PutItem':
      return [on(operation, input['TableName'], [input['Item'].pk.S])];
    case 'Query':
      return [on('Query', input['TableName'], [partitionOf(input)], input['IndexName'])];
    case 'BatchGetItem':
      return entries(input['RequestItems']).map(([table, { Keys }]) =>
        on(
          'BatchGetItem',
          table,
          Keys.map((key: Json) => key['pk'].S),
        ),
      );
    case 'BatchWriteItem':
      return entries(input['RequestItems']).map(([table, writes]) =>
        on(
          'BatchWriteItem',
          table,
          writes.map((write: Json) => pkOfWrite(write)),
        ),
      );
    case 'TransactWriteItems':
      return input['TransactItems'].map((item: Json) => transactAccess(item, on));
    default:
      return [on(operation, input['TableName'], [])];
  }
}

const entries = (value: Json): [string, any][] => Object.entries(value);

const pkOfWrite = ({ PutRequest, DeleteRequest }: Json): string =>
  (PutRequest ? PutRequest.Item : DeleteRequest.Key).pk.S;

const ACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

function transactAccess(
  item: Json,
  on: (action: string, table: string, keys: readonly string[]) => Access,
): Access {
  const [[kind, request] = ['', {}]] = entries(item);
  return on(ACTIONS[kind] ?? kind, request.TableName, [(request.Item ?? request.Key).pk.S]);
}

/** `#partition = :partition AND …`, or with names and values of electrodb's choosing. */
function partitionOf({ KeyConditionExpression, ExpressionAttributeValues }: Json): string {
  const [, value = ''] = /^\s*\S+\s*=\s*(:\w+)/.exec(String(KeyConditionExpression)) ?? [];
  return ExpressionAttributeValues[value].S;
}

/** The first event of the audit log that a write puts without saying that it must not exist. */
export function overwrittenBy(operation: string, input: Json): Access | undefined {
  const puts: readonly Json[] =
    operation === 'TransactWriteItems'
      ? input['TransactItems'].flatMap(({ Put }: Json) => (Put ? [Put] : []))
      : [...(operation === 'PutItem' ? [input] : []), ...batchPuts(operation, input)];
  const found = puts.find(
    ({ Item, ConditionExpression = '' }) =>
      Item.pk.S.startsWith('audit#') && !ConditionExpression.startsWith('attribute_not_exists('),
  );
  return found && { action: 'audit:Overwrite', resource: found['Item'].pk.S };
}

const batchPuts = (operation: string, input: Json): readonly Json[] =>
  operation === 'BatchWriteItem'
    ? entries(input['RequestItems']).flatMap(([, writes]) =>
        writes.flatMap(({ PutRequest }: Json) => (PutRequest ? [PutRequest] : [])),
      )
    : [];
