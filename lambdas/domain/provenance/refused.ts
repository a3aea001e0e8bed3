import { RegistryError } from '#domain/errors.ts';

/** 422, as clients know it of provenance: the bundle was understood, and does not hold. */
export const refused = (why: string, cause?: unknown): RegistryError =>
  new RegistryError('unprocessable', `the provenance is refused: ${why}`, { cause });

/** A publish without a bundle, of a package whose owners ask for one. */
export const provenanceRequired = (name: string): RegistryError =>
  new RegistryError(
    'unprocessable',
    `the owners of ${name} ask for provenance, and this publish has none: publish it from CI with \`--provenance\`, or with \`--provenance-file\``,
  );

/** 422 for a bundle that nobody here looks at. */
export const provenanceOff = (): RegistryError =>
  new RegistryError(
    'unprocessable',
    'this registry takes no provenance: publish with `--no-provenance`, or ask an admin to set `provenance` to verify',
  );

/** Short of words of others: a message of a library, or a value out of a certificate. */
export const short = (text: string): string =>
  text.length > 200 ? `${text.slice(0, 199)}…` : text;
