import { invalid, tooLarge } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import { inMegabytes, quote } from '#domain/phrasing.ts';
import type { PublishDocument } from '#domain/publish-document.ts';
import type { Version } from '#domain/version.ts';

/**
 * Bytes that a bundle may have. Those of npm, pnpm and yarn have 6 to 20 KB; the SLSA generator adds the event that
 * set its workflow off, which GitHub lets grow to some hundred.
 */
export const LARGEST_BUNDLE = 1024 * 1024;

const MEDIA_TYPE =
  /^application\/vnd\.dev\.sigstore\.bundle(?:\+json;version=0\.[123]|\.v0\.3\+json)$/;

/** The provenance bundle that a publish brings beside its tarball, as JSON text; undefined: none. */
export function bundleIn(
  { _attachments }: Pick<PublishDocument, '_attachments'>,
  name: PackageName,
  version: Version,
): string | undefined {
  const others = Object.entries(_attachments).filter(([key]) => !key.endsWith('.tgz'));
  const [first, ...more] = others;
  if (!first) return undefined;
  const expected = `${name}-${version}.sigstore`;
  if (more.length > 0) {
    throw invalid(
      `a publish brings one provenance bundle at most, as ${expected}; this one has ${others.length} attachments beside its tarball: publish again`,
    );
  }
  const [key, attachment] = first;
  if (key !== expected) {
    throw invalid(
      `attachment ${quote(key)} is neither the tarball nor the provenance bundle, which is called ${expected}: publish again`,
    );
  }
  return textOf(key, attachment);
}

function textOf(key: string, attachment: PublishDocument['_attachments'][string]): string {
  const { data, content_type: type, length } = attachment;
  if (typeof type !== 'string' || !MEDIA_TYPE.test(type)) {
    throw invalid(
      `attachment ${quote(key)} must be a sigstore bundle, application/vnd.dev.sigstore.bundle.v0.3+json; its content_type says ${quote(String(type))}`,
    );
  }
  if (typeof data !== 'string') {
    throw invalid(`the data of attachment ${quote(key)} must be a string: the bundle as JSON`);
  }
  if (Buffer.byteLength(data) > LARGEST_BUNDLE) {
    throw tooLarge(
      `the provenance bundle has more than ${inMegabytes(LARGEST_BUNDLE)}: bundles have some KB, make it again`,
    );
  }
  if (length !== undefined && length !== data.length) {
    throw invalid(
      `the provenance bundle arrived with ${data.length} characters, its document announces ${length}: publish again`,
    );
  }
  return data;
}
