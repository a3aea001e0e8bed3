import { LATEST } from '#domain/dist-tag.ts';
import { highestVersion, type Version } from '#domain/version.ts';

type Tags = Readonly<Record<string, Version>>;

interface Merging {
  /** The tags as they are here. */
  readonly here: Tags;
  /** As the last import left them. */
  readonly left: Tags;
  /** As they are where the package comes from. */
  readonly source: Readonly<Record<string, string>>;
  /** All versions that are here. */
  readonly versions: ReadonlySet<Version>;
}

interface Merged {
  readonly tags: Tags;
  readonly left: Tags;
}

/** A tag follows its source as long as nobody moved it here. One of a version that is not here waits for it. */
export function mergeTags({ here, left, source, versions }: Merging): Merged {
  const known = new Map<string, Version>([...versions].map((version) => [version, version]));
  const wanted = Object.entries(source).flatMap(([tag, text]) => {
    const version = known.get(text);
    const untouched = here[tag] === left[tag] || here[tag] === version;
    return version !== undefined && untouched ? [[tag, version] as const] : [];
  });
  const followed = Object.fromEntries(wanted);
  const tags = { ...here, ...followed };
  const highest = highestVersion([...versions]);
  const missing = tags[LATEST] === undefined && highest !== undefined ? { [LATEST]: highest } : {};
  return { tags: { ...tags, ...missing }, left: { ...left, ...followed, ...missing } };
}
