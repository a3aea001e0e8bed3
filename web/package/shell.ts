import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import {
  packagePath,
  type PackageTab,
  settingsPath,
  versionPath,
  versionTabPath,
} from '#web/paths.ts';
import { shortText } from '#web/wording.ts';

/** What every page of a package says of it. */
export interface PackageHead {
  readonly name: string;
  /** The version that is shown: what `latest` names, unless somebody chose another. */
  readonly version: string;
  readonly description: string;
  readonly visibility: 'public' | 'private';
  /** ISO date of that version; empty where nobody knows. */
  readonly publishedAt: string;
  /** Why nobody should use it, where its publisher says so. */
  readonly deprecated?: string | undefined;
  /** Set where somebody chose the version: the ways to other pages stay with it. */
  readonly chosen?: true;
  /** Set where it comes from the registry behind this one, and nobody published it here. */
  readonly upstream?: true;
}

interface Shown {
  readonly head: PackageHead;
  /** The page that this is; absent: the package's own. */
  readonly tab?: PackageTab;
  /** What it is about beside the package: `Versions`. */
  readonly title?: string;
  readonly content: Content;
}

/** A page of a package: its head, the ways to its other pages, and the content. */
export function packageShell({ head, tab, title, content }: Shown): Page {
  const { name, description, visibility, upstream } = head;
  return {
    title: title === undefined ? name : `${title} · ${name}`,
    description,
    ...(visibility === 'public' && { canonical: packagePath(name, tab) }),
    ...(upstream !== true && {
      feed: { path: packagePath(name, 'feed.atom'), title: `Versions of ${name}` },
    }),
    content: markup`${headline(head)}
${notices(head)}
${tabs(head, tab)}
${content}`,
  };
}

const headline = ({ name, version, description, visibility, upstream }: PackageHead): Markup =>
  markup`<header class="about">
<h1><a class="name" href="${packagePath(name)}">${name}</a> <small class="version">${version}</small>${visibility === 'private' && markup` <span class="tag">private</span>`}${upstream === true && markup` <span class="tag">upstream</span>`}</h1>
${description !== '' && markup`<p dir="auto">${description}</p>`}
</header>`;

const notices = ({ name, version, deprecated, chosen, upstream }: PackageHead): Markup =>
  markup`${
    deprecated !== undefined &&
    markup`<p class="notice bad"><strong>Deprecated:</strong> ${shortText(deprecated, 2000) || 'its publisher gives no reason'}</p>`
  }${
    chosen === true &&
    markup`<p class="notice">This is version ${version}. <a href="${packagePath(name)}">Show the latest version</a></p>`
  }${
    upstream === true &&
    markup`<p class="notice">This package comes from the upstream registry. Nobody published it here; what it says of itself was not checked by this registry.</p>`
  }`;

/** A page, its name, and whether it shows what is known of the registry's own packages alone. */
const TABS: readonly (readonly [PackageTab, string, 'own' | 'any'])[] = [
  ['versions', 'Versions', 'any'],
  ['dependencies', 'Dependencies', 'any'],
  ['dependents', 'Dependents', 'own'],
  ['files', 'Files', 'own'],
  ['downloads', 'Downloads', 'any'],
  ['security', 'Security', 'any'],
  ['score', 'Score', 'own'],
  ['report', 'Ask or report', 'own'],
];

/** Pages of one version, that are told which by their query. */
const OF_VERSION: ReadonlySet<PackageTab> = new Set<PackageTab>([
  'dependencies',
  'files',
  'security',
  'score',
]);

/** Where a page of the version that is shown is. */
export const tabPath = ({ name, version, chosen }: PackageHead, tab: PackageTab): string =>
  chosen === true && OF_VERSION.has(tab)
    ? versionTabPath(name, tab, version)
    : packagePath(name, tab);

function tabs(head: PackageHead, current: PackageTab | undefined): Markup {
  const { name, version, chosen, upstream } = head;
  const shown = TABS.filter(([, , kind]) => kind !== 'own' || upstream !== true);
  return markup`<nav class="tabs" aria-label="Package"><ul>
${item(chosen === true ? versionPath(name, version) : packagePath(name), 'README', current === undefined)}
${shown.map(([tab, label]) => item(tabPath(head, tab), label, tab === (current === 'diff' ? 'versions' : current)))}
${upstream !== true && item(settingsPath(name), 'Settings', false)}
</ul></nav>`;
}

const item = (path: string, label: string, isHere: boolean): Markup =>
  markup`<li><a href="${path}"${isHere && markup` aria-current="page"`}>${label}</a></li>`;
