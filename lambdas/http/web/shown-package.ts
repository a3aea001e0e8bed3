import * as v from 'valibot';

import { notFound, RegistryError } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import { type Package, packageTag, type Release } from '#domain/package.ts';
import { deprecationIn } from '#domain/read-version-page.ts';
import type { Refusal } from '#domain/upstream/policy.ts';
import { readShownVersion, type ShownVersion } from '#domain/upstream/read-shown-version.ts';
import { asVersion, highestVersion } from '#domain/version.ts';
import { requireRead } from '#http/access.ts';
import { explain } from '#http/error-reply.ts';
import { type Shared, sharedWith } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { findUpstreamDocument } from '#http/upstream-reply.ts';
import type { Services } from '#store/services.ts';
import type { UpstreamDocument } from '#store/upstream/documents.ts';
import { unpack } from '#store/upstream/receive-document.ts';
import { UpstreamError } from '#store/upstream/upstream-error.ts';
import type { PackageHead } from '#web/package/shell.ts';

import { descriptionIn, headOf, manifestOf, shownRelease } from './package-head.ts';

/** A package of this registry, at the version that is shown. */
interface OwnPackage {
  readonly from: 'here';
  readonly head: PackageHead;
  readonly manifest: Json;
  readonly pkg: Package;
  readonly release: Release;
}

/** A package of the registry behind this one, which nobody published here. */
interface UpstreamPackage {
  readonly from: 'upstream';
  readonly name: PackageName;
  readonly head: PackageHead;
  readonly manifest: Json;
  readonly tags: Readonly<Record<string, string>>;
  readonly keptOut: ReadonlyMap<string, Refusal>;
  readonly open: () => AsyncIterable<Uint8Array>;
  /** Until when nobody has to ask for it again, in milliseconds. */
  readonly until: number;
}

/** How pages of one version are told which. */
export const VersionQuery = v.object({ version: v.optional(v.pipe(v.string(), v.maxLength(256))) });

export type ShownPackage = OwnPackage | UpstreamPackage;

interface Wanted {
  readonly name: PackageName;
  /** A number or a dist-tag. */
  readonly version?: string | undefined;
}

/**
 * What a page of a package shows: the registry's own, for who may read it, or what the upstream says of a name that
 * nobody has here. Throws where there is none, or where the rules keep it out.
 */
export async function shownPackage(
  { name, version }: Wanted,
  request: Request,
  services: Services,
): Promise<ShownPackage> {
  const document = await askUpstream(name, request, services);
  if (document) return fromUpstream(document, { name, version });
  const pkg = await requireRead(name, request, services);
  const release = await shownRelease(pkg, services, version);
  const head = { ...headOf(pkg, release), ...isChosen(version, pkg, release) };
  return { from: 'here', pkg, release, head, manifest: manifestOf(release) };
}

/** Whether somebody looks at another version than everybody is shown first. */
export const isChosen = (
  wanted: string | undefined,
  { distTags }: Package,
  { version }: Release,
): Pick<PackageHead, 'chosen'> =>
  wanted !== undefined && distTags['latest'] !== version ? { chosen: true } : {};

async function askUpstream(
  name: PackageName,
  request: Request,
  services: Services,
): Promise<UpstreamDocument | undefined> {
  try {
    return await findUpstreamDocument({ name, form: 'full' }, request, services);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const { code, message, headers } = explain(error, request.id);
    throw new RegistryError(
      code,
      `${message}. It was asked for ${name}, which nobody published here. Load this page again in some seconds; if it stays like this, tell an admin of this registry`,
      { cause: error, headers },
    );
  }
}

async function fromUpstream(
  { document, until, keptOut = new Map<string, Refusal>() }: UpstreamDocument,
  { name, version = 'latest' }: Wanted,
): Promise<UpstreamPackage> {
  const open = (): AsyncIterable<Uint8Array> => unpack([document.gzip]);
  const shown = await readShownVersion(open, version);
  if (!shown) throw missingThere(name, version, keptOut);
  const { manifest, tags } = shown;
  return {
    from: 'upstream',
    name,
    head: upstreamHead(name, shown, version !== 'latest'),
    manifest,
    tags,
    keptOut,
    open,
    until,
  };
}

function upstreamHead(name: string, shown: ShownVersion, isNamed: boolean): PackageHead {
  const { version, manifest, publishedAt, tags } = shown;
  return {
    name,
    version,
    description: descriptionIn(manifest),
    visibility: 'public',
    publishedAt,
    deprecated: deprecationIn(manifest['deprecated']),
    upstream: true,
    ...(isNamed && tags['latest'] !== version && { chosen: true }),
  };
}

/** Why there is nothing to show: of what the rules keep out, the reason. */
function missingThere(
  name: string,
  wanted: string,
  keptOut: ReadonlyMap<string, Refusal>,
): RegistryError {
  const highest = highestVersion(
    [...keptOut.keys()].map(asVersion).filter((version) => version !== undefined),
  );
  const refusal = keptOut.get(wanted === 'latest' ? (highest ?? wanted) : wanted);
  if (!refusal) return notFound(`version "${wanted}" of ${name}`);
  return new RegistryError(
    refusal.kind === 'blocked' ? 'blocked' : 'forbidden',
    `this registry's rules keep it out: ${refusal.reason}. Use another version or package, or ask an admin of this registry`,
  );
}

/** Milliseconds that the edge keeps a page which shows downloads, or others' packages. */
const FRESH = 60_000;

/** Who shares a page of it, and for how long. `named`: others that it shows, with which it goes too. */
export function sharing(
  shown: ShownPackage,
  services: Services,
  named: readonly string[] = [],
): { readonly shared?: Shared } {
  const of =
    shown.from === 'here' ? shown.pkg : ({ name: shown.name, visibility: 'public' } as const);
  const { shared } = sharedWith(of, services.policy);
  if (!shared) return {};
  const soon = services.now().getTime() + FRESH;
  return {
    shared: {
      ...shared,
      tags: [...new Set([...shared.tags, ...named.map(packageTag)])],
      until: shown.from === 'upstream' ? Math.min(soon, shown.until) : soon,
    },
  };
}
