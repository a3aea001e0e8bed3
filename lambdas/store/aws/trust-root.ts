import { readBody } from './call.ts';
import { variable } from './environment.ts';
import { getChangedObject, getObject, type ObjectName, putObject } from './s3.ts';

/** Milliseconds that it is taken for right without looking again. */
const LIFETIME = 300_000;

const name = (): ObjectName => ({
  bucket: variable('PANTRY_DOCUMENTS_BUCKET'),
  key: 'trust/trusted_root.json',
});

/** The URL of a trust root of one's own; undefined: it is the public sigstore's. */
export const trustRootUrl = (): string | undefined => process.env['PANTRY_TRUST_ROOT'];

/**
 * The trust root that the schedule's function keeps. Before it did for the first time there is the one that the library
 * brings, where that is whose word counts.
 */
export function openTrustRoot(): () => Promise<string | undefined> {
  let known: { readonly text: string; readonly etag: string } | undefined;
  let until = 0;
  return async () => {
    if (known && Date.now() < until) return known.text;
    const response = await (known ? getChangedObject(name(), known.etag) : getObject(name()));
    if (response === 'unchanged') until = Date.now() + LIFETIME;
    else if (response) {
      const text = (await readBody(response)).toString();
      known = { text, etag: response.headers.etag ?? '' };
      until = Date.now() + LIFETIME;
    }
    return known?.text ?? bundled();
  };
}

async function bundled(): Promise<string | undefined> {
  if (trustRootUrl() !== undefined) return undefined;
  const { bundledTrustRoot } = await import('#store/trust/bundled-root.ts');
  return bundledTrustRoot();
}

export async function keepTrustRoot(text: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await putObject(name(), { body: Buffer.from(text), headers });
}
