import * as v from 'valibot';

import { blobKey } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import { quote } from '#domain/phrasing.ts';
import type { Version } from '#domain/version.ts';

import { refused, short } from './refused.ts';

/** Media type of what is signed. */
const IN_TOTO = 'application/vnd.in-toto+json';

const Statement = v.object({
  _type: v.picklist(['https://in-toto.io/Statement/v0.1', 'https://in-toto.io/Statement/v1']),
  subject: v.array(v.object({ name: v.string(), digest: v.record(v.string(), v.string()) })),
  predicateType: v.string(),
  predicate: v.record(v.string(), v.unknown()),
});
export type Statement = v.InferOutput<typeof Statement>;

/** What was published, which a statement has to be about. */
export interface AttestedVersion {
  readonly name: PackageName;
  readonly version: Version;
  /** Of the tarball. */
  readonly integrity: string;
}

/** What the public npm registry itself says of a publish; it tells nothing of where something was built. */
const PUBLISH_ATTESTATION = 'https://github.com/npm/attestation/';

/** Reads a signed payload, and holds it against the very version. */
export function readStatement(
  { payloadType, payload }: { readonly payloadType: string; readonly payload: Uint8Array },
  published: AttestedVersion,
): Statement {
  if (payloadType !== IN_TOTO) {
    throw refused(`what it signs is ${quote(payloadType)}, not an in-toto statement`);
  }
  const statement = parse(Buffer.from(payload).toString('utf8'));
  if (statement.predicateType.startsWith(PUBLISH_ATTESTATION)) {
    throw refused(
      'it is a publish attestation, which registries make: bring the provenance that `npm publish --provenance` makes in CI',
    );
  }
  checkSubject(statement, published);
  return statement;
}

function parse(text: string): Statement {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('what it signs is no JSON');
  }
  const result = v.safeParse(Statement, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw refused(`what it signs is no in-toto statement: ${v.getDotPath(issue) ?? 'it'} is wrong`);
}

/** As `npm-package-arg` writes it: the only reserved character of a name is that of its scope. */
export const purlOf = ({ name, version }: Pick<AttestedVersion, 'name' | 'version'>): string =>
  `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;

function checkSubject({ subject }: Statement, published: AttestedVersion): void {
  const [only, ...others] = subject;
  if (!only || others.length > 0) {
    throw refused(`it is about ${subject.length} things, and a publish brings exactly one`);
  }
  const purl = purlOf(published);
  if (only.name !== purl) {
    throw refused(
      `it is about ${short(only.name)}, and this is ${purl}: make it for the version that is published`,
    );
  }
  const digest = blobKey(published.integrity);
  if (only.digest['sha512'] !== digest) {
    throw refused(
      `it is about another tarball, with the SHA-512 ${short(only.digest['sha512'] ?? '(none)')}; this one has ${digest}: publish the very file that it was made for`,
    );
  }
}
