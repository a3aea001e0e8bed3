import { isJsonObject, type Json } from './manifest.ts';
import { asVersion } from './version.ts';

/** A package in the tree of an application, or a project of it. */
export interface AuditNode {
  readonly name: string;
  /** Undefined for what no registry could know: projects, and what is installed from elsewhere. */
  readonly version: string | undefined;
  readonly kind: 'dev' | 'optional' | 'prod';
  readonly bundled: boolean;
  readonly parent: AuditNode | undefined;
  readonly requires: readonly string[];
  readonly children: Map<string, AuditNode>;
}

/** What stands in the tree, those above before those below; the root first. */
export type AuditTree = readonly [AuditNode, ...AuditNode[]];

/** Nodes of a tree, and what they require: more than any application has. */
const MOST = 50_000;
const MOST_REQUIRED = 500_000;

/** The tree that npm 6 and pnpm up to 10 send; undefined for one that is too large. */
export function readAuditTree(body: Json): AuditTree | undefined {
  const root = toNode('', { requires: body['requires'] }, undefined);
  const nodes: [AuditNode, ...AuditNode[]] = [root];
  const waiting: (readonly [AuditNode, Json])[] = [[root, body]];
  let required = root.requires.length;
  // Without recursion: whoever sends a tree decides how deep it is.
  for (let at = 0; at < waiting.length; at += 1) {
    const [parent, { dependencies }] = waiting[at] ?? [root, {}];
    for (const [name, value] of entriesOf(dependencies)) {
      if (!isJsonObject(value)) continue;
      const node = toNode(name, value, parent);
      parent.children.set(name, node);
      nodes.push(node);
      waiting.push([node, value]);
      required += node.requires.length;
    }
    if (nodes.length > MOST || required > MOST_REQUIRED) return undefined;
  }
  return nodes;
}

function toNode(name: string, value: Json, parent: AuditNode | undefined): AuditNode {
  const { requires, version, integrity, bundled, dev, optional } = value;
  // Projects of a workspace look like packages but for their integrity; what is bundled has none of its own.
  const published = typeof integrity === 'string' || bundled === true;
  return {
    name,
    version: published && typeof version === 'string' ? asVersion(version) : undefined,
    kind: dev === true ? 'dev' : optional === true ? 'optional' : 'prod',
    bundled: bundled === true,
    parent,
    requires: entriesOf(requires).map(([required]) => required),
    children: new Map(),
  };
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isJsonObject(value) ? Object.entries(value) : [];

/** Versions that a tree has, by package. */
export function versionsIn(tree: AuditTree): Readonly<Record<string, readonly string[]>> {
  const versions = new Map<string, Set<string>>();
  for (const { name, version } of tree) {
    if (version !== undefined) versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  return Object.fromEntries([...versions].map(([name, all]) => [name, [...all]]));
}

export interface AuditPaths {
  /** `a>b>c`: the shortest way over each package that requires it. */
  readonly to: (node: AuditNode) => readonly string[];
}

/** Folders above a package in which what it requires is looked for: none is as deep. */
const HIGHEST = 200;
/** Ways that are told of one place, and characters of all: who reads a hundred reads no more. */
const SHOWN = 100;
const LENGTH = 4_000_000;

/** Finds out who requires what as Node does: in a package's own folder, then in those above it. */
export function findPaths(tree: AuditTree): AuditPaths {
  const { before, requiredBy } = findEdges(tree);
  let left = LENGTH;
  const pathBy = (last: AuditNode | undefined, node: AuditNode): string | undefined => {
    if (left <= 0) return undefined;
    const way = last ? wayTo(last, before) : [];
    left -= way.length;
    // One that leads over the package itself is a circle.
    if (way.includes(node)) return undefined;
    const path = [...way, node].map(({ name }) => name).join('>');
    left -= path.length;
    return path;
  };
  return {
    to(node) {
      const paths = (requiredBy.get(node) ?? [])
        .slice(0, SHOWN)
        .map((last) => pathBy(last, node))
        .filter((path) => path !== undefined);
      // What is required by nobody, or only by what it requires itself, is where it lies.
      return paths.length > 0 ? paths : [pathBy(before.get(node), node) ?? node.name];
    },
  };
}

interface Edges {
  /** The node before each on the shortest way from the root. */
  readonly before: ReadonlyMap<AuditNode, AuditNode | undefined>;
  readonly requiredBy: ReadonlyMap<AuditNode, readonly AuditNode[]>;
}

function findEdges(tree: AuditTree): Edges {
  const [root] = tree;
  const before = new Map<AuditNode, AuditNode | undefined>([[root, undefined]]);
  const requiredBy = new Map<AuditNode, AuditNode[]>();
  const visit = (start: AuditNode): void => {
    const waiting = [start];
    for (let at = 0; at < waiting.length; at += 1) {
      const node = waiting[at] ?? start;
      for (const required of requiredOf(node)) {
        const others = requiredBy.get(required);
        if (others) others.push(node);
        else requiredBy.set(required, [node]);
        if (before.has(required)) continue;
        before.set(required, node);
        waiting.push(required);
      }
    }
  };
  visit(root);
  for (const node of tree) {
    if (before.has(node)) continue;
    // Nobody requires it: it is where it lies.
    before.set(node, node.parent);
    visit(node);
  }
  return { before, requiredBy };
}

/** From the root, which has no name, to a node. */
function wayTo(
  node: AuditNode,
  before: ReadonlyMap<AuditNode, AuditNode | undefined>,
): readonly AuditNode[] {
  const way: AuditNode[] = [];
  for (let at: AuditNode | undefined = node; at?.parent; at = before.get(at)) way.push(at);
  return way.toReversed();
}

/** A root that says nothing of what it requires requires all that lies in its own folder. */
function requiredOf(node: AuditNode): readonly AuditNode[] {
  if (node.requires.length === 0) return node.parent ? [] : [...node.children.values()];
  return node.requires.map((name) => lookUp(node, name)).filter((found) => found !== undefined);
}

function lookUp(node: AuditNode, name: string): AuditNode | undefined {
  let folder: AuditNode | undefined = node;
  for (let height = 0; folder && height < HIGHEST; height += 1) {
    const found = folder.children.get(name);
    if (found) return found;
    folder = folder.parent;
  }
  return undefined;
}
