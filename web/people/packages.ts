import { pageLinks } from '#web/forms/pages.ts';
import { type Markup, markup } from '#web/markup.ts';
import { packagePath, withQuery } from '#web/paths.ts';
import { dateOf } from '#web/wording.ts';

/** A package in a list of somebody's. */
export interface ShownPackage {
  readonly name: string;
  /** What `latest` names. */
  readonly version: string | undefined;
  readonly visibility: 'public' | 'private';
  readonly modifiedAt: string;
}

/** One page of a list of packages. */
export interface PackagesPage {
  readonly packages: readonly ShownPackage[];
  readonly page: number;
  readonly pages: number;
}

/** Packages of somebody; `path`: of the page that shows them. */
export const packageList = (path: string, { packages, page, pages }: PackagesPage): Markup => {
  const at = (wanted: number): string | undefined =>
    wanted >= 1 && wanted <= pages ? withQuery(path, { page: String(wanted) }) : undefined;
  return markup`<ul class="list">${packages.map(entry)}</ul>${pageLinks(at(page - 1), at(page + 1))}`;
};

const entry = ({ name, version, visibility, modifiedAt }: ShownPackage): Markup =>
  markup`<li><h3><a href="${packagePath(name)}">${name}</a>${version !== undefined && markup` <small class="version">${version}</small>`}${visibility === 'private' && markup` <span class="tag">private</span>`}</h3>
<p class="quiet">Changed on ${dateOf(modifiedAt)}</p></li>`;
