import { isJsonObject } from '#domain/manifest.ts';

/** What stands for the public sigstore, in settings and here. */
export const PUBLIC = 'public';

/**
 * The trust root of the public sigstore as it was when this was built: what provenance is verified by until a newer one
 * was had, and for good where none can be.
 */
export async function bundledTrustRoot(): Promise<string> {
  const { default: seeds } = await import('@sigstore/tuf/seeds.json', { with: { type: 'json' } });
  const [repository] = Object.values(seeds);
  const targets: unknown = repository?.targets;
  const root = isJsonObject(targets) ? targets['trusted_root.json'] : undefined;
  if (typeof root !== 'string') throw new Error('the library brings no trust root');
  return Buffer.from(root, 'base64').toString();
}
