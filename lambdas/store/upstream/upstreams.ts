import { isJsonObject, type Json } from '#domain/manifest.ts';
import {
  asPackageName,
  lookAlikeKey,
  lowerCased,
  type PackageName,
  scopeOf,
} from '#domain/package-name.ts';
import { isMeant } from '#domain/upstream/pattern.ts';
import type { UpstreamPolicy } from '#domain/upstream/policy.ts';
import type { Shadowing } from '#domain/upstream/shadowing.ts';

import type { Advisories, Versions } from './advisories.ts';
import type { UpstreamSearchQuery } from './client.ts';
import type { UpstreamHits } from './search.ts';
import type { Upstream } from './upstream.ts';

/** What is let in of an upstream, in words of the configuration. */
export interface UpstreamRules {
  readonly url: string;
  /** Names and scopes that it, and no other that does not list them too, is asked for; undefined: all others. */
  readonly packages: readonly string[] | undefined;
  readonly policy: UpstreamPolicy;
}

/** One of several, and what it is asked for. */
export interface ListedUpstream extends UpstreamRules {
  readonly upstream: Upstream;
}

/** The registries behind this one, for names that nobody has here; each answers for the names that it serves. */
export interface Upstreams extends Omit<Upstream, 'refresh'> {
  /** Whether a name is looked up there at all: those of reserved scopes are not. */
  serves(name: PackageName): boolean;
  /** Scopes whose names are never asked for: `@acme`. */
  readonly ownScopes: readonly string[];
  /** Who may claim a name here that exists there. */
  readonly shadowing: Shadowing;
  /** Of each, in the order in which they are asked. */
  readonly rules: readonly UpstreamRules[];
}

interface Rules {
  readonly ownScopes: readonly string[];
  readonly shadowing: Shadowing;
}

/**
 * Several upstreams as one. A name is looked up in those alone that list it, or where none does, in those that
 * list nothing; the first of them that has it is the only one that serves it. One that can't be asked is not
 * passed over: who could make it fail would choose where its packages come from.
 */
export function openUpstreams(
  listed: readonly ListedUpstream[],
  { ownScopes, shadowing }: Rules,
): Upstreams {
  const lookup = createLookup(listed, ownScopes);
  /** Who serves a name: the last is not asked whether it does. */
  const ownerOf = async (name: PackageName): Promise<Upstream | undefined> => {
    const all = lookup.candidates(name);
    for (const upstream of all.slice(0, -1)) {
      if (await upstream.document(name, 'abbreviated')) return upstream;
    }
    return all.at(-1);
  };
  const all = listed.map(({ upstream }) => upstream);
  return {
    ownScopes,
    shadowing,
    rules: listed.map(({ url, packages, policy }) => ({ url, packages, policy })),
    serves: (name) => lookup.candidates(name).length > 0,
    async document(name, form) {
      for (const upstream of lookup.candidates(name)) {
        const found = await upstream.document(name, form);
        if (found) return found;
      }
      return undefined;
    },
    tarball: async (name, version, how) => (await ownerOf(name))?.tarball(name, version, how),
    refusal: async (name, version) => (await ownerOf(name))?.refusal(name, version),
    attestations: async (name, version) => (await ownerOf(name))?.attestations(name, version),
    advisories: async (versions) => advisoriesOfAll(all, lookup, versions),
    search: async (query) => searchAll(listed, lookup, query),
    keys: async () => (await Promise.all(all.map(async (upstream) => upstream.keys()))).flat(),
    async idle() {
      await Promise.all(all.map(async (upstream) => upstream.idle()));
    },
    forget(name) {
      for (const upstream of all) upstream.forget(name);
    },
    async close() {
      await Promise.all(all.map(async (upstream) => upstream.close()));
    },
  };
}

async function advisoriesOfAll(
  all: readonly Upstream[],
  { isServedBy }: Lookup,
  versions: Versions,
): Promise<Advisories> {
  const found = await Promise.all(
    all.map(async (upstream) => {
      const names = Object.entries(versions).filter(([name]) => isServedBy(upstream, name));
      return names.length > 0 ? upstream.advisories(Object.fromEntries(names)) : {};
    }),
  );
  return Object.assign({}, ...found.toReversed());
}

async function searchAll(
  listed: readonly ListedUpstream[],
  { isServedBy }: Lookup,
  query: UpstreamSearchQuery,
): Promise<UpstreamHits> {
  const asked = listed.filter((one) => !namesAnother(query.text, one, listed));
  const found = await Promise.all(
    asked.map(async ({ upstream }) => {
      const { total, objects } = await upstream.search(query);
      return { total, objects: objects.filter((hit) => isServedBy(upstream, nameOf(hit))) };
    }),
  );
  return mergeHits(found, query.size);
}

interface Lookup {
  readonly candidates: (name: PackageName) => readonly Upstream[];
  readonly isServedBy: (upstream: Upstream, name: string | undefined) => boolean;
}

/** Who may be asked for what. */
function createLookup(listed: readonly ListedUpstream[], ownScopes: readonly string[]): Lookup {
  const reserved = createReserved(listed, ownScopes);
  const candidates = (name: PackageName): readonly Upstream[] => {
    if (reserved(name)) return [];
    // A partner's name in capitals is no stranger's.
    const plain = lowerCased(name);
    const named = listed.filter(({ packages }) =>
      packages?.some((what) => isMeant(plain, what.toLowerCase())),
    );
    const fitting = named.length > 0 ? named : listed.filter(({ packages }) => !packages);
    return fitting.map(({ upstream }) => upstream);
  };
  return {
    candidates,
    isServedBy(upstream, text) {
      const name = text === undefined ? undefined : asPackageName(text);
      return name !== undefined && candidates(name).includes(upstream);
    },
  };
}

/**
 * Whether a name is of a reserved scope, or of one that is taken for it: `@Acme` and `@ac-me` are nobody's where
 * `@acme` is ours, unless an upstream lists them by that name.
 */
function createReserved(listed: readonly ListedUpstream[], ownScopes: readonly string[]) {
  const alike = new Set(ownScopes.map(lookAlikeKey));
  const known = new Set(listed.flatMap(({ packages = [] }) => packages.map(scopeIn)));
  return (name: PackageName): boolean => {
    const scope = scopeOf(name);
    if (scope === undefined || ownScopes.includes(scope)) return scope !== undefined;
    return alike.has(lookAlikeKey(scope)) && !known.has(scope);
  };
}

/** `@acme` of `@acme`, `@acme/tool` and `@acme/*`. */
const scopeIn = (pattern: string): string => pattern.split('/')[0] ?? pattern;

/** What upstreams that come first found comes first, and each name once. */
function mergeHits(found: readonly UpstreamHits[], size: number): UpstreamHits {
  const hits = new Map<string | undefined, Json>();
  for (const hit of found.flatMap(({ objects }) => objects)) {
    const name = nameOf(hit);
    if (!hits.has(name)) hits.set(name, hit);
  }
  return {
    total: found.reduce((sum, { total }) => sum + total, 0),
    objects: [...hits.values()].slice(0, size),
  };
}

/** Whether words name a scope that others list: what is searched for there is not its business. */
function namesAnother(
  text: string,
  { packages: own = [] }: ListedUpstream,
  listed: readonly ListedUpstream[],
): boolean {
  const others = listed
    .flatMap(({ packages = [] }) => packages)
    .filter((what) => !own.includes(what));
  return others.some((what) => what.startsWith('@') && namesScope(text, scopeIn(what)));
}

/** Whether somebody searches in a scope: `@acme/…`, `scope:acme`. */
export function namesScope(text: string, scope: string): boolean {
  const [words, name] = [text.toLowerCase(), scope.toLowerCase()];
  return words.includes(name) || words.includes(`scope:${name.slice(1)}`);
}

function nameOf({ package: pkg }: Json): string | undefined {
  const name = isJsonObject(pkg) ? pkg['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}
