import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { adminInvitePath, adminTabPath, adminUserPath } from '#web/paths.ts';
import { momentOf } from '#web/wording.ts';

import { adminShell, wideTable } from './shell.ts';

/** A user in a list. */
interface ListedUser {
  readonly name: string;
  readonly email: string;
  readonly admin: boolean;
  readonly secondFactor?: string;
  readonly createdAt: string;
}

interface Users {
  /** What names begin with; empty: all. */
  readonly prefix: string;
  readonly users: readonly ListedUser[];
  /** Where the next page begins. */
  readonly next: string | undefined;
  /** Whether this is not the first page. */
  readonly later: boolean;
}

export const usersPage = (found: Users): Page =>
  adminShell({
    title: 'Users',
    tab: 'users',
    content: markup`<form class="filter" action="${adminTabPath('users')}">
<p><label for="prefix">Names that begin with</label><input id="prefix" name="prefix" value="${found.prefix}" autocapitalize="none" autocomplete="off" spellcheck="false" maxlength="64"></p>
<button>Find</button>
</form>
${found.users.length > 0 ? list(found) : nobody(found)}
<nav class="pages" aria-label="Pages">
${found.later && markup`<a href="${pageOf(found)}">First page</a>`}
${found.next !== undefined && markup`<a href="${pageOf(found, found.next)}" rel="next">Next page</a>`}
</nav>
<p class="quiet">Somebody who has not logged in since the registry keeps this list is found by their whole name.</p>
<h2>Invite somebody</h2>
<form class="stacked" method="post" action="${adminInvitePath}">
<p>Makes a code by which one person signs up within a week. It is shown once.</p>
<button>Make a code</button>
</form>`,
  });

const pageOf = ({ prefix }: Users, after?: string): string =>
  adminTabPath('users', {
    ...(prefix !== '' && { prefix }),
    ...(after !== undefined && { after }),
  });

const list = ({ users }: Users): Markup =>
  wideTable(
    'Users',
    ['Name', 'E-mail', 'Since', 'Has'],
    users.map(
      ({ name, email, createdAt, admin, secondFactor }) =>
        markup`<tr><th scope="row"><a href="${adminUserPath(name)}">${name}</a></th><td>${email}</td><td>${momentOf(createdAt)}</td><td>${admin && markup`<span class="tag">admin</span> `}${secondFactor !== undefined && markup`<span class="tag">second factor</span>`}</td></tr>`,
    ),
  );

const nobody = ({ prefix }: Users): Markup =>
  prefix === ''
    ? markup`<p>Nobody is listed yet. Who logs in is.</p>`
    : markup`<p>Nobody’s name begins with “${prefix}”. <a href="${adminTabPath('users')}">All users</a></p>`;

/** A code, once. */
export const invitedPage = (code: string, expires: string, url: string): Page =>
  adminShell({
    title: 'An invitation',
    tab: 'users',
    content: markup`<p>Give this code to one person. It is good until ${momentOf(expires)}, once, and is not shown again.</p>
<div class="copied"><pre>${code}</pre></div>
<p>They sign up with it in the browser, or in a terminal, where it is asked for as one-time password:</p>
<div class="copied"><pre>npm login --registry ${url}/</pre></div>
<p><a href="${adminTabPath('users')}">Back to the users</a></p>`,
  });
