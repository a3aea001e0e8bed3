import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { packagePath, type PackageTab, settingsPath } from '#web/paths.ts';

/** What every page of a package says of it. */
export interface PackageHead {
  readonly name: string;
  /** The version that is shown: what `latest` names, unless somebody chose another. */
  readonly version: string;
  readonly description: string;
  readonly visibility: 'public' | 'private';
  /** ISO date of that version. */
  readonly publishedAt: string;
  /** Why nobody should use it, where its publisher says so. */
  readonly deprecated?: string | undefined;
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
  const { name, version, description, visibility, deprecated } = head;
  return {
    title: title === undefined ? name : `${title} · ${name}`,
    description,
    ...(visibility === 'public' && { canonical: packagePath(name, tab) }),
    feed: { path: packagePath(name, 'feed.atom'), title: `Versions of ${name}` },
    content: markup`<header>
<h1><a class="name" href="${packagePath(name)}">${name}</a> <small class="version">${version}</small>${visibility === 'private' && markup` <span class="tag">private</span>`}</h1>
${description !== '' && markup`<p>${description}</p>`}
</header>
${deprecated !== undefined && markup`<p class="notice bad"><strong>Deprecated:</strong> ${deprecated === '' ? 'its publisher gives no reason' : deprecated}</p>`}
${tabs(name, tab)}
${content}`,
  };
}

const TABS: readonly (readonly [PackageTab | undefined, string])[] = [
  [undefined, 'README'],
  ['versions', 'Versions'],
  ['dependencies', 'Dependencies'],
  ['dependents', 'Dependents'],
  ['files', 'Files'],
  ['downloads', 'Downloads'],
  ['security', 'Security'],
  ['score', 'Score'],
];

const tabs = (name: string, current: PackageTab | undefined): Markup =>
  markup`<nav class="tabs" aria-label="Package"><ul>
${TABS.map(([tab, label]) => markup`<li><a href="${packagePath(name, tab)}"${tab === current && markup` aria-current="page"`}>${label}</a></li>`)}
<li><a href="${packagePath(name, 'report')}"${current === 'report' && markup` aria-current="page"`}>Ask or report</a></li>
<li><a href="${settingsPath(name)}">Settings</a></li>
</ul></nav>`;
