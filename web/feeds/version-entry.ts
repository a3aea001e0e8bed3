import { versionPath } from '#web/paths.ts';

import type { Entry } from './atom.ts';

interface Published {
  readonly name: string;
  readonly version: string;
  /** ISO date. */
  readonly publishedAt: string;
  readonly publisher: string;
  /** As its publisher wrote it, whatever that is. */
  readonly description: unknown;
  /** Why nobody should use it. */
  readonly deprecated?: string | undefined;
}

/** A published version in a feed. */
export const versionEntry = (published: Published): Entry => {
  const { name, version, publishedAt, publisher, description, deprecated } = published;
  const text = typeof description === 'string' ? description.slice(0, 500) : '';
  return {
    title: `${name} ${version}`,
    page: versionPath(name, version),
    publishedAt,
    author: publisher,
    summary: deprecated === undefined ? text : `Deprecated: ${deprecated.slice(0, 500)}`,
  };
};
