import * as v from 'valibot';

/** What one request brings of a package at most: with what every change writes, it is one transaction. */
export const MOST_VERSIONS = 50;
export const MOST_GONE = 15;
export const MOST_DEPRECATED = 15;

/** Bytes of a request: what API Gateway hands to a function has 6 MB, and escapes every quote in it. */
export const LARGEST_BATCH = 5 * 2 ** 20;

/** The header in which an answer gives what stands for a code of a second factor, and requests bring it. */
export const IMPORT_PASS = 'pantry-import-pass';

/** Characters of a deprecation's text. */
export const LONGEST_TEXT = 20_000;

const Text = v.pipe(v.string('must be a text'), v.maxLength(300, 'up to 300 characters'));
const Name = v.pipe(v.string('must be a user name'), v.maxLength(64, 'up to 64 characters'));
const TIME = 'must be such as 2026-05-06T07:08:09Z';
const Time = v.pipe(
  v.string('must be a time'),
  v.isoTimestamp(TIME),
  // ISO 8601 has offsets without minutes, JavaScript does not.
  v.check((time) => !Number.isNaN(Date.parse(time)), TIME),
);
const Message = v.pipe(
  v.string('must be a text'),
  v.maxLength(LONGEST_TEXT, `up to ${LONGEST_TEXT} characters`),
);

const ImportedVersion = v.object({
  version: Text,
  /** When it was published where it comes from; absent: nobody knows. */
  publishedAt: v.optional(Time),
  /** Who published it, as a user is called here. */
  publisher: v.optional(Name),
  deprecated: v.optional(Message),
  /** For where its tarball has none. */
  readme: v.optional(v.string('must be a text')),
  /** What a publish would say of it. */
  manifest: v.looseObject({}),
  dist: v.object({ integrity: v.optional(v.string()), shasum: v.optional(v.string()) }),
});
export type ImportedVersion = v.InferOutput<typeof ImportedVersion>;

/** A part of a package that comes from another registry. The whole of it is brought by repeating this. */
const entries = {
  /** Where it comes from, for the audit log. */
  source: Text,
  createdAt: v.optional(Time),
  modifiedAt: v.optional(Time),
  /** Of a package that is new here. */
  visibility: v.optional(v.picklist(['public', 'private'], 'must be public or private')),
  owners: v.optional(v.pipe(v.array(Name), v.maxLength(200, 'up to 200 owners')), []),
  /** Who owns it where none of the owners is a user here; without it, who imports. */
  ownerDefault: v.optional(Name),
  /** All tags, also those of versions that other batches bring. */
  tags: v.optional(v.record(v.string(), v.string()), {}),
  /** Numbers that were unpublished there. */
  gone: v.optional(v.pipe(v.array(Text), v.maxLength(MOST_GONE, `up to ${MOST_GONE}`)), []),
  /** Texts for versions that are here already. */
  deprecated: v.optional(
    v.pipe(
      v.record(v.string(), Message),
      v.maxEntries(MOST_DEPRECATED, `up to ${MOST_DEPRECATED}`),
    ),
    {},
  ),
};

/** Tarballs in base64, or by the id of an upload. */
export const ImportRequest = v.object({
  ...entries,
  versions: v.pipe(
    v.array(
      v.object({
        ...ImportedVersion.entries,
        tarball: v.union(
          [v.object({ data: v.string() }), v.object({ upload: Text })],
          'must have data or upload',
        ),
      }),
    ),
    v.maxLength(MOST_VERSIONS, `up to ${MOST_VERSIONS} versions`),
  ),
});
export type ImportRequest = v.InferOutput<typeof ImportRequest>;

/** The same, whatever its tarballs come by. */
export interface ImportBatch<T extends ImportedVersion = ImportedVersion> extends Omit<
  ImportRequest,
  'versions'
> {
  readonly versions: readonly T[];
}

/** What became of a version. `present`: the same was here before. */
export type ImportOutcome =
  | { readonly outcome: 'imported' | 'present' }
  | { readonly outcome: 'refused'; readonly reason: string };

/** What became of a batch. */
export interface ImportReport {
  readonly versions: Readonly<Record<string, ImportOutcome>>;
  /** Owners that are no users here. */
  readonly unknownOwners: readonly string[];
  /** Whether the name exists in the registry behind this one, where it was claimed. */
  readonly shadows?: string;
}
