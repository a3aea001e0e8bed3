import { parseSyml } from '@yarnpkg/parsers';
import npa from 'npm-package-arg';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import type { Entry } from '../locked.ts';

/** Entries of yarn.lock: of yarn 1, or of the later ones. */
export function yarnEntries(text: string): readonly Entry[] {
  const { __metadata: isLater, ...entries }: Json = parseSyml(text);
  return isLater === undefined ? ofFirst(entries) : ofLater(entries);
}

/** An entry may stand under several ranges, which are keys of their own. */
function ofFirst(entries: Json): readonly Entry[] {
  const ranges = new Map(Object.entries(entries).map(([range, found]) => [found, range]));
  return [...ranges].map(([found, range]) => {
    const name = nameOf(range);
    if (name === undefined || !isJsonObject(found)) return undefined;
    return { name, version: String(found['version']), integrity: found['integrity'] };
  });
}

/** The name at the registry: of `a@^1`, and of `b` in `a@npm:b@^1`. */
function nameOf(range: string): string | undefined {
  try {
    const found = npa(range);
    const meant = isAlias(found) ? found.subSpec : found;
    return meant.registry ? (meant.name ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

const isAlias = (found: npa.Result): found is npa.AliasResult => found.type === 'alias';

/** Its checksums are of archives that yarn makes itself. */
function ofLater(entries: Json): readonly Entry[] {
  return Object.values(entries).flatMap((found) => {
    const resolution = isJsonObject(found) ? String(found['resolution']) : '';
    if (resolution.endsWith('@workspace:.')) return [];
    const { name, version } = RESOLUTION.exec(resolution)?.groups ?? {};
    return [name === undefined || version === undefined ? undefined : { name, version }];
  });
}

/** `a@npm:1.0.0`, and `a@npm:1.0.0::__archiveUrl=…` where a registry keeps its tarballs elsewhere. */
const RESOLUTION = /^(?<name>@?[^@]+)@npm:(?<version>[^:]+)/;
