import { invalid } from '../errors.ts';
import { readPlaceholders } from '../expression/placeholders.ts';
import { keyOf } from '../value/key.ts';
import type { Item } from '../value/value.ts';
import { checkTable, readCount, readFields, type Fields } from './fields.ts';
import { readPage, type Page } from './page.ts';
import { READING_FIELDS, readPageRequest } from './reading.ts';
import { readPosition, readSource, type Source } from './source.ts';
import type { OpenTable } from './table.ts';

const PARAMETERS = new Set([...READING_FIELDS, 'Segment', 'TotalSegments']);
const MAX_SEGMENTS = 1_000_000;

/** Reads everything, of the table or an index, or one segment of it. */
export function scan(given: unknown, table: OpenTable): Page {
  const { schema, storage } = table;
  const fields = readFields(given, 'Scan', PARAMETERS);
  checkTable(fields, schema.name);
  const source = readSource(fields, table);
  const placeholders = readPlaceholders(
    fields['ExpressionAttributeNames'],
    fields['ExpressionAttributeValues'],
  );
  const request = readPageRequest(fields, placeholders, source);
  placeholders.refuseUnused();
  const isOurs = readSegment(fields, source);
  const after = readPosition(fields, source, schema);
  const rows = storage.select({
    isForward: true,
    ...(source.slot === undefined ? {} : { slot: source.slot }),
    ...(after === undefined ? {} : { after }),
  });
  return readPage(rows, isOurs === undefined ? request : { ...request, isOurs });
}

/** Which items a parallel scan's segment has: those of every n-th partition, by hash. */
function readSegment(fields: Fields, source: Source): ((item: Item) => boolean) | undefined {
  const total = readCount(fields, 'TotalSegments', 1);
  const segment = readCount(fields, 'Segment', 0);
  if (total === undefined && segment === undefined) return undefined;
  if (total === undefined || segment === undefined) {
    throw invalid('Segment and TotalSegments are required together');
  }
  if (total > MAX_SEGMENTS || segment >= total) {
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${Math.min(total, MAX_SEGMENTS)}`,
    );
  }
  return (item) => hash(keyOf(item, source)?.partition ?? '') % total === segment;
}

/** FNV-1a over UTF-16 units: cheap, and even enough to spread partitions. */
function hash(text: string): number {
  let value = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01_00_01_93) >>> 0;
  }
  return value;
}
