import { writeFileSync } from 'node:fs';
import path from 'node:path';

import {
  type Manifest,
  type Publication,
  publishDocument,
  type PublishDocument,
} from '../packages.ts';
import { folder, type Target, target } from '../target.ts';
import { type Authority, type Bundle, createAuthority } from './authority.ts';

/** A registry that believes an authority of the tests. */
export interface Believing {
  readonly registry: Target;
  readonly authority: Authority;
}

/** REGISTRY_AUTHORITY: the key of the authority that a registry elsewhere believes; settings reach the others. */
export const believed = async (): Promise<Authority> =>
  createAuthority(process.env['REGISTRY_AUTHORITY']);

export async function believingTarget(
  settings: Readonly<Record<string, string>> = {},
): Promise<Believing> {
  const authority = await believed();
  const trustRoot = trustRootFile(authority);
  return { registry: await target({ trustRoot, ...settings }), authority };
}

export function trustRootFile({ trustRoot }: Authority): string {
  const file = path.join(folder(), 'trusted_root.json');
  writeFileSync(file, trustRoot);
  return file;
}

/** A document with its bundle, as clients send it. */
export function attested(
  manifest: Manifest,
  bundle: Bundle | string,
  options: Publication = {},
): PublishDocument {
  const document = publishDocument(manifest, options);
  const data = typeof bundle === 'string' ? bundle : JSON.stringify(bundle);
  document['_attachments'][`${manifest.name}-${manifest.version}.sigstore`] = {
    content_type: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    data,
    length: data.length,
  };
  return document;
}
