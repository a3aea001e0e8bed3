import { type Markup, markup } from '#web/markup.ts';
import { adminTabPath, auditPath, packagePath } from '#web/paths.ts';
import { momentOf } from '#web/wording.ts';

import { wideTable } from './shell.ts';

/** Names that were claimed here although an upstream has them: a page of them, the newest first. */
export interface TakenNames {
  readonly claims: readonly {
    readonly name: string;
    readonly claimedAt: string;
    readonly claimedBy: string;
    /** `unknown`: no upstream could be asked then. */
    readonly shadows: 'upstream' | 'unknown';
    readonly unpublished: boolean;
  }[];
  readonly next: string | undefined;
  /** Whether this is not the first page. */
  readonly later: boolean;
}

export function takenNames({ claims, next, later }: TakenNames): Markup {
  if (claims.length === 0 && !later) {
    return markup`<p>None. A name is listed here when it is claimed although a registry behind this one has it, or while that one could not be asked.</p>`;
  }
  return markup`<p>Who installs one of these here gets this registry’s package, and not the other.</p>
${wideTable('Names that exist upstream too', ['Package', 'Claimed by', 'When'], claims.map(row))}
${(later || next !== undefined) && pages(next, later)}`;
}

const pages = (next: string | undefined, later: boolean): Markup =>
  markup`<nav class="pages" aria-label="Pages">
${later && markup`<a href="${adminTabPath('claims')}#taken">Newest</a>`}
${next !== undefined && markup`<a href="${adminTabPath('claims', { after: next })}#taken" rel="next">Older</a>`}
</nav>`;

const row = ({
  name,
  claimedAt,
  claimedBy,
  shadows,
  unpublished,
}: TakenNames['claims'][number]): Markup =>
  markup`<tr><th scope="row"><a href="${packagePath(name)}">${name}</a>${shadows === 'unknown' && markup` <span class="tag">upstream not asked</span>`}${unpublished && markup` <span class="tag">unpublished</span>`}</th><td><a href="${auditPath({ subject: `package:${name}`, actor: claimedBy })}">${claimedBy}</a></td><td>${momentOf(claimedAt)}</td></tr>`;
