import type { PackageName } from '#domain/package-name.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { scoreOf } from '#http/score-of.ts';
import type { Services } from '#store/services.ts';
import type { Aside } from '#web/package/overview-facts.ts';
import { overviewPage } from '#web/package/overview.ts';

import { downloadBars } from './download-bars.ts';
import { distOf } from './provenance-facts.ts';
import { whoPublished } from './published-by.ts';
import { showPage } from './show-page.ts';
import { sharing, type ShownPackage, shownPackage } from './shown-package.ts';

interface Wanted {
  readonly name: PackageName;
  /** A number or a dist-tag; without it, what everybody is shown first. */
  readonly version?: string;
}

/** A package's own page. */
export async function packageOverview(
  wanted: Wanted,
  request: Request,
  services: Services,
): Promise<Reply> {
  const [shown, downloads] = await Promise.all([
    shownPackage(wanted, request, services),
    downloadBars(wanted.name, services),
  ]);
  const { head, manifest } = shown;
  const page = overviewPage({
    head,
    manifest,
    downloads,
    registry: request.baseUrl,
    readme: undefined,
    by: whoPublished(shown),
    ...(shown.from === 'here' ? await ownAside(shown, services) : upstreamAside(shown)),
  });
  return showPage(page, request, sharing(shown, services));
}

type From<F extends ShownPackage['from']> = Extract<ShownPackage, { readonly from: F }>;
type Besides = Pick<Aside, 'tags' | 'size' | 'builtFrom' | 'owners' | 'score'>;

async function ownAside({ pkg, release }: From<'here'>, services: Services): Promise<Besides> {
  const { score } = await scoreOf(release, services);
  return {
    tags: pkg.distTags,
    size: { unpacked: release.unpackedSize, files: release.fileCount, tarball: release.size },
    builtFrom: release.provenance?.repository,
    owners: pkg.owners.map(({ name }) => name),
    score,
  };
}

function upstreamAside({ manifest, tags, keptOut }: From<'upstream'>) {
  const { unpackedSize, fileCount } = distOf(manifest);
  return {
    tags,
    keptOut,
    size: { unpacked: numberOf(unpackedSize), files: numberOf(fileCount) },
    builtFrom: undefined,
    owners: [],
    score: undefined,
  };
}

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 ? value : undefined;
