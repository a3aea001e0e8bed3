import { stepInto, valueAt, type Path } from '../../../../local/table/expression/path.ts';
import { readPlaceholders } from '../../../../local/table/expression/placeholders.ts';
import { parseUpdate } from '../../../../local/table/expression/update-parser.ts';
import type { Action } from '../../../../local/table/expression/update.ts';
import { isList, isMap, type Item, type Value } from '../../../../local/table/value/value.ts';
import type { Request } from './requests.ts';

type Fields = Record<string, unknown>;

/** The item of a key, as it is before the request. */
export type FindItem = (key: unknown) => Item | undefined;

/** An update that a request is or has among its members. */
interface Update {
  readonly actions: readonly Action[];
  readonly item: Item | undefined;
  readonly returned: unknown;
}

/** Whether the request is, or has among its members, such an update. */
export function inUpdate(
  shows: (update: Update) => boolean,
): (request: Request, find: FindItem) => boolean {
  return ({ operation, input }, find) => {
    if (operation === 'UpdateItem') return shows(toUpdate(input, find));
    if (operation !== 'TransactWriteItems') return false;
    return membersOf(input).some(
      ({ Update }) => Update !== undefined && shows(toUpdate(Update, find)),
    );
  };
}

export function membersOf(input: Fields): readonly Record<string, Fields>[] {
  return input['TransactItems'] as Record<string, Fields>[];
}

function toUpdate(fields: Fields, find: FindItem): Update {
  const placeholders = readPlaceholders(
    fields['ExpressionAttributeNames'],
    fields['ExpressionAttributeValues'],
  );
  return {
    actions: parseUpdate(String(fields['UpdateExpression']), placeholders),
    item: find(fields['Key']),
    returned: fields['ReturnValues'],
  };
}

export function isProjectedWithoutKey({ Get }: Record<string, Fields>): boolean {
  const projection = Get?.['ProjectionExpression'];
  return projection !== undefined && !/pk.*sk|sk.*pk/.test(JSON.stringify(projection));
}

export function isInsideList({ path }: Action): boolean {
  return path.some((step) => typeof step === 'number');
}

/** The values that a path leads through, the item first, the target not included. */
function parents(item: Item, path: Path): readonly (Value | undefined)[] {
  return path.map((_step, depth) => {
    const [first, ...rest] = path.slice(0, depth);
    return first === undefined ? item : valueAt(item, [String(first), ...rest]);
  });
}

export function hasParent(item: Item, path: Path): boolean {
  return parents(item, path).every((parent, depth) =>
    typeof path[depth] === 'number' ? isList(parent) : isMap(parent),
  );
}

export function leadsThroughNull(item: Item, path: Path): boolean {
  return parents(item, path).includes(null);
}

export function leadsBeyondEnd(item: Item, path: Path): boolean {
  return parents(item, path).some((parent, depth) => {
    const step = path[depth];
    return typeof step === 'number' && isList(parent) && stepInto(parent, step) === undefined;
  });
}
