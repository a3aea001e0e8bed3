import { LONGEST_TEXT, MOST_VERSIONS } from '#domain/import/import-batch.ts';
import { fromClient, type Json } from '#domain/manifest.ts';
import { MAX_README } from '#domain/tarball/limits.ts';
import { asUserName } from '#domain/user.ts';

import { CommandError } from '../command/failure.ts';
import type { Bringing } from './door.ts';
import { type Fetched, fetchTarball } from './fetch-tarball.ts';
import { reasonOf } from './reason-of.ts';
import type { LeftOut, Source, SourcePackage, SourceVersion } from './source.ts';

/** Bytes of a batch as it is sent; the registry takes more, but API Gateway escapes each quote in it. */
const LARGEST = 4 * 2 ** 20;
/** Bytes of tarballs that are uploaded for a batch: the registry reads them one after another while the request waits. */
const MOST_UPLOADED = 128 * 2 ** 20;
/** Tarballs that are fetched at once for one package. */
const AT_ONCE = 6;

/** Versions that one request brings. */
export interface Batch {
  readonly versions: readonly Bringing[];
  readonly bytes: number;
  /** Lets go of what was fetched for it. */
  readonly done: () => Promise<void>;
}

interface Parts {
  readonly source: Source;
  readonly pkg: SourcePackage;
  /** As a user is called here. */
  readonly renamed: (name: string) => string;
  readonly leaveOut: (one: LeftOut) => void;
}

/** Fetches the tarballs of versions and puts as many into a batch as one request may bring. */
export async function* batchesOf(
  versions: readonly SourceVersion[],
  parts: Parts,
): AsyncGenerator<Batch> {
  let some: Bringing[] = [];
  let fetched: Fetched[] = [];
  let size = NOTHING;
  const take = (): Batch => {
    const [own, files] = [some, fetched];
    [some, fetched, size] = [[], [], NOTHING];
    return {
      versions: own,
      bytes: files.reduce((sum, each) => sum + each.size, 0),
      done: async () => void (await Promise.all(files.map(async (each) => each.done()))),
    };
  };
  try {
    for (let start = 0; start < versions.length; start += AT_ONCE) {
      const next = versions.slice(start, start + AT_ONCE);
      for (const one of await Promise.all(next.map(async (each) => prepare(each, parts)))) {
        if (!one) continue;
        if (some.length > 0 && (some.length === MOST_VERSIONS || isTooMuch(size, one.size))) {
          yield take();
        }
        some.push(one.version);
        fetched.push(one.tarball);
        size = sum(size, one.size);
      }
    }
    if (some.length > 0) yield take();
  } finally {
    await take().done();
  }
}

/** Bytes of the request, and of the tarballs that do not fit into it. */
interface Size {
  readonly sent: number;
  readonly uploaded: number;
}

const NOTHING: Size = { sent: 0, uploaded: 0 };

const sum = (a: Size, b: Size): Size => ({
  sent: a.sent + b.sent,
  uploaded: a.uploaded + b.uploaded,
});

function isTooMuch(before: Size, one: Size): boolean {
  const { sent, uploaded } = sum(before, one);
  return sent > LARGEST || uploaded > MOST_UPLOADED;
}

interface Ready {
  readonly version: Bringing;
  readonly tarball: Fetched;
  readonly size: Size;
}

async function prepare(version: SourceVersion, parts: Parts): Promise<Ready | undefined> {
  const { source, pkg, leaveOut } = parts;
  try {
    const tarball = await fetchTarball(source, pkg, version);
    const bringing = { ...entryOf(version, parts), tarball };
    const { tarball: _, ...text } = bringing;
    const sent = JSON.stringify(text).length + ((tarball.inline ? tarball.size : 0) / 3) * 4;
    const uploaded = tarball.inline ? 0 : tarball.size;
    if (sent <= LARGEST) return { version: bringing, tarball, size: { sent, uploaded } };
    await tarball.done();
    throw new CommandError('its document is too large to be sent');
  } catch (error) {
    leaveOut({ version: version.version, reason: reasonOf(error) });
    return undefined;
  }
}

function entryOf(
  { version, manifest, dist, publishedAt, publisher, deprecated }: SourceVersion,
  { pkg: { tags, readme }, renamed }: Parts,
): Omit<Bringing, 'tarball'> {
  const text = version === tags['latest'] ? (ownReadme(manifest) ?? readme) : ownReadme(manifest);
  const by = publisher === undefined ? undefined : asUserName(renamed(publisher));
  return {
    version,
    manifest: fromClient(manifest),
    dist,
    ...(publishedAt !== undefined && { publishedAt }),
    ...(by !== undefined && { publisher: by }),
    ...(deprecated !== undefined && { deprecated: deprecated.slice(0, LONGEST_TEXT) }),
    ...(text !== undefined && text.length <= MAX_README && { readme: text }),
  };
}

const ownReadme = ({ readme }: Json): string | undefined =>
  typeof readme === 'string' && readme !== '' ? readme : undefined;
