import * as v from 'valibot';

import { askAsAdmin } from '../registry/admin-request.ts';
import { unknownAnswer } from '../registry/refused.ts';
import { CacheStats, KeptPage, Removal, Verification } from './answers.ts';
import type { CacheDoor } from './door.ts';

/** Versions of a page; fewer where they are read, so that no request takes long. */
const LISTED = '1000';
const READ = '100';

type Query = Readonly<Record<string, string | undefined>>;

/** The cache of a registry that runs, for an admin. */
export function openRegistryDoor(registry: string): CacheDoor {
  const ask = async <S extends v.GenericSchema>(
    schema: S,
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    query: Query = {},
  ): Promise<v.InferOutput<S>> => {
    const answer = await askAsAdmin(registry, method, `/-/v1/cache${path}${queryOf(query)}`);
    const read = v.safeParse(schema, answer);
    if (read.success) return read.output;
    throw unknownAnswer(registry, 'a Pantry registry');
  };
  return {
    list: async (pattern, after) =>
      ask(KeptPage, 'GET', '', { package: pattern, after, size: LISTED }),
    remove: async ({ pattern, version, forget }, after) =>
      ask(Removal, 'DELETE', '', { package: pattern, version, after, forget: String(forget) }),
    stats: async () => ask(CacheStats, 'GET', '/stats'),
    verify: async (after) => ask(Verification, 'POST', '/verify', { after, size: READ }),
    close: async () => {},
  };
}

function queryOf(query: Query): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) given.set(name, value);
  }
  return given.size === 0 ? '' : `?${given.toString()}`;
}
