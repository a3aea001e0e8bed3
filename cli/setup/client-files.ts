import path from 'node:path';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import type { Place, Setting } from './formats/format.ts';
import { valueAt } from './formats/format.ts';
import type { FormatName } from './formats/formats.ts';
import type { ClientName } from './project.ts';
import type { Wish } from './wish.ts';

/** A file that a client reads, and what it should say, which may depend on what it says already. */
export interface ClientFile {
  readonly file: string;
  readonly format: FormatName;
  readonly settings: (said: Json) => readonly Setting[];
  /** Whether it holds a token afterwards. */
  readonly isSecret?: boolean;
}

/** Names of files; in a home some have others. */
export interface Names {
  readonly npmrc: string;
  readonly yarnrc: string;
  readonly bunfig: string;
  readonly pnpm: string;
  /** Where pnpm 10 keeps what is meant for all projects. */
  readonly pnpm10?: string;
  readonly deno?: string;
}

export interface For {
  readonly names: Names;
  readonly clients: readonly ClientName[];
  readonly isYarn1: boolean | undefined;
}

/** The files of a project, or of all projects of a user, that say where packages come from. */
export function clientFiles(wish: Wish, { names, clients, isYarn1 }: For): readonly ClientFile[] {
  const { pnpm10, deno } = names;
  const shared = [npmrc(names.npmrc, wish)];
  const yarn1 = isYarn1 === false ? [] : shared;
  const files: Readonly<Record<ClientName, readonly ClientFile[]>> = {
    npm: shared,
    pnpm: [
      ...shared,
      pnpm(names.pnpm, wish),
      ...(pnpm10 === undefined ? [] : [pnpmRc(pnpm10, wish)]),
    ],
    // What nothing tells is written for both.
    yarn: isYarn1 === true ? yarn1 : [...yarn1, yarnrc(names.yarnrc, wish)],
    bun: [bunfig(names.bunfig, wish)],
    deno: [...shared, ...(deno === undefined ? [] : [denoJson(deno, wish)])],
  };
  return [...new Set(clients.flatMap((client) => files[client]))];
}

const value = (place: Place, said: Setting['value']): Setting => ({
  place,
  kind: 'value',
  value: said,
});

const items = (place: Place, wanted: readonly string[]): readonly Setting[] =>
  wanted.map((item) => ({ place, kind: 'item', value: item }));

const patterns = ({ scopes }: Wish): readonly string[] => scopes.map((scope) => `${scope}/*`);

/** npm has no age of its own, but its user may. */
const npmrc = (file: string, wish: Wish): ClientFile => ({
  file,
  format: 'npmrc',
  settings: (said) => [
    ...(wish.all ? [value(['registry'], `${wish.registry}/`)] : []),
    ...(wish.all ? wish.scopes.filter((scope) => said[`${scope}:registry`]) : wish.scopes).map(
      (scope) => value([`${scope}:registry`], `${wish.registry}/`),
    ),
    ...(said['min-release-age'] === undefined
      ? []
      : items(['min-release-age-exclude'], patterns(wish))),
  ],
});

const pnpm = (file: string, wish: Wish): ClientFile => ({
  file,
  format: 'yaml',
  settings: (said) =>
    said['minimumReleaseAge'] === 0 ? [] : items(['minimumReleaseAgeExclude'], patterns(wish)),
});

const pnpmRc = (file: string, wish: Wish): ClientFile => ({
  file,
  format: 'npmrc',
  settings: (said) =>
    said['minimum-release-age'] === undefined
      ? []
      : items(['minimum-release-age-exclude'], patterns(wish)),
});

const yarnrc = (file: string, wish: Wish): ClientFile => ({
  file,
  format: 'yaml',
  settings: (said) => {
    const { protocol, hostname } = new URL(wish.registry);
    const named = wish.all
      ? wish.scopes.filter((scope) => valueAt(said, yarnScope(scope)) !== undefined)
      : wish.scopes;
    return [
      ...(wish.all ? [value(['npmRegistryServer'], wish.registry)] : []),
      ...named.map((scope) => value(yarnScope(scope), wish.registry)),
      ...(protocol === 'http:' ? items(['unsafeHttpWhitelist'], [hostname]) : []),
      ...(said['npmMinimalAgeGate'] === 0 ? [] : items(['npmPreapprovedPackages'], patterns(wish))),
    ];
  },
});

const yarnScope = (scope: string): Place => ['npmScopes', scope.slice(1), 'npmRegistryServer'];

/** What it says wins over .npmrc. An age's exceptions are names and no patterns: a scope can't be one. */
const bunfig = (file: string, { registry, scopes, all }: Wish): ClientFile => ({
  file,
  format: 'toml',
  settings: (said) => {
    const places: readonly Place[] = [
      ...(all ? [['install', 'registry'] as const] : []),
      ...scopes
        .map((scope): Place => ['install', 'scopes', scope])
        .filter((place) => !all || valueAt(said, place) !== undefined),
    ];
    return places
      .filter((place) => !isBunRegistry(valueAt(said, place), registry))
      .map((place) => value(place, `${registry}/`));
  },
});

/** It may be written with a token of its own. */
const isBunRegistry = (found: unknown, registry: string): boolean => {
  const url: unknown = isJsonObject(found) ? found['url'] : found;
  return typeof url === 'string' && url.replace(/\/+$/, '') === registry;
};

const denoJson = (file: string, wish: Wish): ClientFile => ({
  file,
  format: 'json',
  settings: (said) => {
    const { minimumDependencyAge: age } = said;
    const exclude = patterns(wish).map((pattern) => `npm:${pattern}`);
    if (exclude.length === 0 || NO_AGE.has(isJsonObject(age) ? age['age'] : age)) return [];
    if (isJsonObject(age)) return items(['minimumDependencyAge', 'exclude'], exclude);
    return [value(['minimumDependencyAge'], { age: age ?? 'P1D', exclude })];
  },
});

const NO_AGE: ReadonlySet<unknown> = new Set([0, '0', 'P0D', false]);

export const projectNames = (folder: string, hasDenoJsonc: boolean): Names => ({
  npmrc: path.join(folder, '.npmrc'),
  yarnrc: path.join(folder, '.yarnrc.yml'),
  bunfig: path.join(folder, 'bunfig.toml'),
  pnpm: path.join(folder, 'pnpm-workspace.yaml'),
  deno: path.join(folder, hasDenoJsonc ? 'deno.jsonc' : 'deno.json'),
});
