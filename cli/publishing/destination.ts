import { isJsonObject, type Json } from '#domain/manifest.ts';

import type { NpmConfig } from '../registry/npmrc.ts';

/** Where to publish, and as whom. */
export interface Destination {
  /** Without a slash at the end. */
  readonly registry: string;
  readonly authorization: string;
}

/** The package's own settings of publishing, its `publishConfig`. */
export function publishConfigOf(packageJson: Json): NpmConfig {
  const { publishConfig } = packageJson;
  const own = isJsonObject(publishConfig) ? publishConfig : {};
  return (name) => {
    const value = own[name];
    return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
  };
}
