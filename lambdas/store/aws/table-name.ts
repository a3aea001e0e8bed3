/**
 * The same input for the table of this registry: its items are described under one fixed name
 * (TABLE_SCHEMA), and every registry in an account has a table of its own.
 */
export function renameTable(input: object, name: string): object {
  const entries = Object.entries(input).map(([field, value]: [string, unknown]) => {
    if (field === 'TableName') return [field, name];
    if (field === 'RequestItems') return [field, { [name]: onlyValue(value) }];
    if (field === 'TransactItems') return [field, renameAll(value, name)];
    return [field, value];
  });
  return Object.fromEntries(entries);
}

const onlyValue = (tables: unknown): unknown => Object.values(tables ?? {})[0];

/** `[{ Put: { TableName, … } }, …]` */
const renameAll = (items: unknown, name: string): unknown =>
  Array.isArray(items)
    ? items.map((item: Readonly<Record<string, object>>) =>
        Object.fromEntries(
          Object.entries(item).map(([action, input]) => [action, renameTable(input, name)]),
        ),
      )
    : items;
