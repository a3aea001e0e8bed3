import { isJsonObject, type Json } from '#domain/manifest.ts';

/** Conditions within conditions that are looked into. */
const DEEPEST = 10;

/** Whether a manifest says where the types of its code are, or is for nothing else. */
export function hasTypes({ name, types, typings, exports: exported }: Json): boolean {
  if (typeof name === 'string' && name.startsWith('@types/')) return true;
  return [types, typings].some((each) => typeof each === 'string') || namesTypes(exported, DEEPEST);
}

function namesTypes(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return /\.[cm]?ts$/.test(value);
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.some((each) => namesTypes(each, depth - 1));
  return (
    isJsonObject(value) &&
    Object.entries(value).some(([key, each]) => key === 'types' || namesTypes(each, depth - 1))
  );
}
