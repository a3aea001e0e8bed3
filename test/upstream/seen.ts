import { expect } from 'vitest';

import { anonymous, escape } from '../client.ts';
import type { Target } from '../target.ts';

const ABBREVIATED = { accept: 'application/vnd.npm.install-v1+json' };

const shown = (document: any) => [Object.keys(document.versions), document['dist-tags']];

export interface Seen {
  readonly versions: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly time: Readonly<Record<string, string>>;
}

/** What somebody sees of a package: versions and tags, in both forms alike. */
export async function seen(registry: Target, name: string): Promise<Seen> {
  const reader = anonymous(registry);
  const [full, abbreviated] = [
    (await reader.get(`/${escape(name)}`)).body,
    (await reader.get(`/${escape(name)}`, ABBREVIATED)).body,
  ];
  expect(shown(abbreviated)).toEqual(shown(full));
  return { versions: Object.keys(full.versions), tags: full['dist-tags'], time: full.time };
}

/** What a version's tarball answers: its status, and why there is none. */
export async function tarball(
  registry: Target,
  name: string,
  version: string,
): Promise<{ readonly status: number; readonly error: string | undefined }> {
  const file = `${name.split('/').at(-1)}-${version}.tgz`;
  const { status, body } = await anonymous(registry).get(`/${name}/-/${file}`);
  return { status, error: status === 200 ? undefined : body.error };
}
