import PackageJson from '@npmcli/package-json';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { PackageEdge, PackageTree } from 'npm-packlist';

import { isJsonObject } from '#domain/manifest.ts';

import { workspacesOf } from './workspaces-of.ts';

/** Which dependencies lead where, of a package and of those that are packed into it: npm's tree without the rest. */
export async function packageTree(folder: string): Promise<PackageTree> {
  const { content } = await PackageJson.normalize(folder);
  const bundles = content['bundleDependencies'];
  const known = new Map<string, PackageTree>();
  const edgesOut =
    Array.isArray(bundles) && bundles.length > 0
      ? await edgesOf(folder, content, { top: folder, known })
      : new Map();
  const workspaces = content['workspaces'] ? await workspacesOf(folder, content) : undefined;
  return node({ path: folder, package: content, isProjectRoot: true, edgesOut, workspaces });
}

interface Walk {
  /** npm looks for dependencies no further up. */
  readonly top: string;
  readonly known: Map<string, PackageTree>;
}

/** The latter win, as with npm. */
const FIELDS = ['devDependencies', 'peerDependencies', 'dependencies', 'optionalDependencies'];

async function edgesOf(
  folder: string,
  content: PackageTree['package'],
  walk: Walk,
): Promise<ReadonlyMap<string, PackageEdge>> {
  const edges = new Map<string, PackageEdge>();
  for (const field of FIELDS) {
    const dev = field === 'devDependencies';
    // Those of an installed package are nobody's.
    if (dev && folder !== walk.top) continue;
    const names = isJsonObject(content[field]) ? Object.keys(content[field]) : [];
    for (const name of names) {
      const to = await find(folder, name, walk);
      edges.set(name, { dev, peer: field === 'peerDependencies', to });
    }
  }
  return edges;
}

/** As Node finds it, from a folder upwards. */
async function find(from: string, name: string, walk: Walk): Promise<PackageTree | undefined> {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const found = await treeAt(path.join(folder, 'node_modules', name), walk);
    if (found) return found;
    const above = path.relative(walk.top, path.dirname(folder));
    if (folder === walk.top || above.startsWith('..') || path.isAbsolute(above)) return undefined;
  }
}

async function treeAt(place: string, walk: Walk): Promise<PackageTree | undefined> {
  const known = walk.known.get(place);
  if (known) return known;
  const real = await realpath(place).catch(() => undefined);
  const read = real === undefined ? undefined : await normalized(real);
  if (real === undefined || !read) return undefined;
  const isLink = real !== path.join(await realpath(path.dirname(place)), path.basename(place));
  const edgesOut = new Map<string, PackageEdge>();
  const target = node({
    path: isLink ? real : place,
    package: read,
    isProjectRoot: false,
    edgesOut,
  });
  const tree = isLink ? { ...target, path: place, isLink, target } : target;
  // Before its own are looked for: they may lead back.
  walk.known.set(place, tree);
  for (const [name, edge] of await edgesOf(target.path, read, walk)) edgesOut.set(name, edge);
  return tree;
}

const normalized = async (folder: string): Promise<PackageTree['package'] | undefined> =>
  PackageJson.normalize(folder).then(
    ({ content }) => content,
    () => undefined,
  );

/** A package that is where it says, and no link. */
function node(of: Omit<PackageTree, 'isLink' | 'target'>): PackageTree {
  const tree: PackageTree = {
    ...of,
    isLink: false,
    get target() {
      return tree;
    },
  };
  return tree;
}
