import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { accountPath, accountPaths, ticketsPath } from '#web/paths.ts';

import type { Proof } from './form.ts';

/** Whose account it is. */
export interface Me {
  readonly name: string;
  readonly admin: boolean;
  readonly proof: Proof;
  /** What the provider is called, where people sign in at one. */
  readonly provider?: string | undefined;
}

type Tab = 'tokens' | 'tickets' | 'secondFactor' | 'password' | 'signIns';

interface Shown {
  readonly me: Me;
  /** The page that this is; absent: the account's own. */
  readonly tab?: Tab;
  readonly title: string;
  /** What was just done. */
  readonly done?: string | undefined;
  readonly content: Content;
}

/** A page of the account of whoever is signed in. */
export const accountShell = ({ me, tab, title, done, content }: Shown): Page => ({
  title,
  content: markup`<div class="whose"><h1>${title}</h1>
<form class="inline" method="post" action="${accountPaths.signOut}"><span>Signed in as <strong>${me.name}</strong></span> <button class="plain">Sign out</button></form></div>
${tabs(me, tab)}
${done !== undefined && markup`<p class="notice" role="status">${done}</p>`}
${content}`,
});

const tabs = ({ proof, provider }: Me, current: Tab | undefined): Markup => {
  const entries: readonly (readonly [Tab | undefined, string, string])[] = [
    [undefined, accountPath, 'Account'],
    ['tokens', accountPaths.tokens, 'Tokens'],
    ['tickets', ticketsPath(), 'Tickets'],
    ['secondFactor', accountPaths.secondFactor, 'Second factor'],
    ...(proof.password ? ([['password', accountPaths.password, 'Password']] as const) : []),
    ...(provider === undefined
      ? []
      : ([['signIns', accountPaths.signIns, 'Linked sign-ins']] as const)),
  ];
  return markup`<nav class="tabs" aria-label="Account"><ul>
${entries.map(([tab, path, label]) => markup`<li><a href="${path}"${tab === current && markup` aria-current="page"`}>${label}</a></li>`)}
</ul></nav>`;
};
