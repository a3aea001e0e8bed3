import { RegistryError } from '#domain/errors.ts';
import type { ImportBatch, ImportedVersion } from '#domain/import/import-batch.ts';
import { pastTime } from '#domain/import/times.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Release } from '#domain/package.ts';
import { planPublish, PublishDocument } from '#domain/publish-document.ts';
import type { Person } from '#domain/user.ts';
import { prepareDraft } from '#http/draft-release.ts';
import { parse } from '#http/input.ts';
import { toRelease } from '#http/publication.ts';
import type { Publishing } from '#http/publish-package.ts';
import type { PendingTarball } from '#store/receive-publish.ts';

/** A tarball that was looked into, and how to let go of it. */
export interface ReceivedTarball extends PendingTarball {
  readonly discard: () => Promise<unknown>;
}

/** Brings the tarball of a version in, wherever its bytes are. */
export type Receive<T> = (version: T, file: string) => Promise<ReceivedTarball>;

/** A version of which all holds that must hold of a publish; nothing is written yet. */
export interface Prepared {
  readonly release: Omit<Release, 'rev'>;
  readonly keep: () => Promise<unknown>;
  readonly discard: () => Promise<unknown>;
}

interface Preparing<T extends ImportedVersion> {
  readonly batch: ImportBatch<T>;
  readonly receive: Receive<T>;
  readonly people: ReadonlyMap<string, Person>;
}

/** Those that can be written, and why the others can't: one bad version keeps no other out. */
export async function prepareVersions<T extends ImportedVersion>(
  call: Publishing,
  preparing: Preparing<T>,
): Promise<{ readonly prepared: readonly Prepared[]; readonly refused: Map<string, string> }> {
  const prepared: Prepared[] = [];
  const refused = new Map<string, string>();
  try {
    // One after the other: opening them is work for a core, and memory for each.
    for (const version of preparing.batch.versions) {
      const outcome = await prepare(call, version, preparing).catch(sentenceOf);
      if (typeof outcome === 'string') refused.set(version.version, outcome);
      else prepared.push(outcome);
    }
  } catch (error) {
    await Promise.all(prepared.map(async ({ discard }) => discard()));
    throw error;
  }
  return { prepared, refused };
}

/** What its bytes or its manifest are at fault for; anything else ends the request. */
function sentenceOf(error: unknown): string {
  if (error instanceof RegistryError && error.status < 500) return error.message;
  throw error;
}

async function prepare<T extends ImportedVersion>(
  call: Publishing,
  version: T,
  { receive, people }: Preparing<T>,
): Promise<Prepared> {
  const name = call.params.package;
  const file = `${name}-${version.version}.tgz`;
  const tarball = await receive(version, file);
  try {
    // What registries keep beside a tarball may be another version's.
    const readme = tarball.content.readme ? undefined : version.readme;
    const document = documentOf(name, { ...version, readme }, file);
    const sent = parse(PublishDocument, document, 'versions');
    const plan = planPublish(name, sent, tarball.content);
    const { draft, keep, discard } = await prepareDraft(call, sent, { plan, tarball });
    const publisher = people.get(version.publisher ?? '') ?? draft.publisher;
    const release = await toRelease({ ...draft, publisher }, call.services);
    return {
      release: {
        ...release,
        publishedAt: pastTime(version.publishedAt, release.publishedAt),
        ...(version.deprecated !== undefined && { deprecated: version.deprecated }),
      },
      keep,
      discard: async () => Promise.all([discard(), tarball.discard()]),
    };
  } catch (error) {
    await tarball.discard();
    throw error;
  }
}

/** As if it were published now: it goes through all that a publish goes through. */
const documentOf = (
  name: PackageName,
  { version, manifest, dist, readme }: ImportedVersion,
  file: string,
): object => ({
  name,
  'dist-tags': {},
  versions: { [version]: { ...manifest, name, version, dist } },
  readme,
  _attachments: { [file]: {} },
});
