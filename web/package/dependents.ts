import type { Page } from '#web/layout.ts';
import { markup } from '#web/markup.ts';
import { packagePath, versionPath } from '#web/paths.ts';
import { shortText } from '#web/wording.ts';

import { type PackageHead, packageShell } from './shell.ts';

/** A package that needs this one, at its latest version. */
export interface Dependent {
  readonly name: string;
  readonly version: string;
  /** Of this package's versions, as it asks for them. */
  readonly range: string;
}

interface Dependents {
  readonly head: PackageHead;
  readonly dependents: readonly Dependent[];
  /** Path of the next page, where there is one. */
  readonly next?: string;
}

export const dependentsPage = ({ head, dependents, next }: Dependents): Page =>
  packageShell({
    head,
    tab: 'dependents',
    title: 'Dependents',
    content: markup`<h2>Dependents</h2>
${
  dependents.length === 0
    ? markup`<p>No package of this registry depends on ${head.name}.</p>`
    : markup`<p class="quiet">Packages of this registry that depend on ${head.name}.</p>
<ul class="ranges">${dependents.map(({ name, version, range }) => markup`<li><a href="${packagePath(name)}">${name}</a> <a class="quiet" href="${versionPath(name, version)}">${version}</a> <code>${shortText(range, 120) || '*'}</code></li>`)}</ul>`
}
${next !== undefined && markup`<nav class="pages" aria-label="Pages of dependents"><a rel="next" href="${next}">More</a></nav>`}`,
  });
