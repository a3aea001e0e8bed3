import { invalid } from '#domain/errors.ts';
import { isJsonObject, type Json } from '#domain/manifest.ts';

import { MAX_JSON_DEPTH } from './limits.ts';

/** A byte order mark is passed over, as clients do. */
export function parsePackageJson(bytes: Uint8Array): Json {
  const value = parseJson(decode(bytes));
  if (!isJsonObject(value)) throw invalid("the tarball's package.json must be a JSON object");
  if (isDeeperThan(MAX_JSON_DEPTH, value)) {
    throw invalid(`the tarball's package.json nests more than ${MAX_JSON_DEPTH} levels deep`);
  }
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid("the tarball's package.json is not valid UTF-8");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("the tarball's package.json is not valid JSON");
  }
}

/** Level by level, because recursion is what a bomb of brackets is after. */
function isDeeperThan(limit: number, value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= limit; depth += 1) {
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
