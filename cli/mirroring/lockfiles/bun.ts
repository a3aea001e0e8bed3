import { isJsonObject, type Json } from '#domain/manifest.ts';

import type { Entry } from '../locked.ts';

/** Entries of bun.lock: `["name@version", registry, { … }, integrity]`. */
export function bunEntries({ packages }: Json): readonly Entry[] {
  return Object.values(isJsonObject(packages) ? packages : {}).map((found: unknown) => {
    const [id, , more, integrity]: readonly unknown[] = Array.isArray(found) ? found : [];
    const { name, version } = ID.exec(String(id))?.groups ?? {};
    const isCarried = isJsonObject(more) && more['bundled'] === true;
    if (isCarried || name === undefined || version === undefined) return undefined;
    return { name, version, integrity };
  });
}

/** What is no version is a link, a folder, a URL or a repository. */
const ID = /^(?<name>@?[^@]+)@(?<version>.+)$/;
