import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { adminUserPath, auditPath, packagePath, userPath } from '#web/paths.ts';
import { momentOf } from '#web/wording.ts';

import { adminShell, wideTable, yesOrNo } from './shell.ts';

interface ShownToken {
  readonly name: string;
  readonly permission: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
}

interface AdminUser {
  readonly user: {
    readonly name: string;
    readonly email: string;
    readonly fullname?: string;
    readonly admin: boolean;
    readonly secondFactor?: string;
    readonly createdAt: string;
    readonly updatedAt: string;
  };
  /** Whether the sign-in provider would make them an admin again. */
  readonly byProvider: boolean;
  /** Whether it is the admin who looks. */
  readonly own: boolean;
  /** Whether the account has a password. */
  readonly password: boolean;
  readonly tokens: readonly ShownToken[];
  readonly packages: readonly string[];
}

/** Packages that are named; the others are counted. */
const NAMED = 50;

export const adminUserPage = (shown: AdminUser): Page => {
  const { name } = shown.user;
  return adminShell({
    title: name,
    tab: 'users',
    content: markup`${facts(shown)}
<p><a href="${userPath(name)}">Public page</a> · <a href="${auditPath({ subject: `user:${name}` })}">What was done to this account</a> · <a href="${auditPath({ actor: name })}">What ${name} did</a> · <a href="${auditPath({ subject: `user:${name}`, action: 'lockout' })}">Lockouts</a></p>
<h2>Tokens</h2>
${tokens(shown)}
<h2>Packages</h2>
${packages(shown)}
<h2>Admin of the registry</h2>
${adminship(shown)}
<h2>Second factor</h2>
${secondFactor(shown)}`,
  });
};

const facts = ({
  user,
  byProvider,
  password,
}: AdminUser): Markup => markup`<dl class="facts across">
<div><dt>E-mail</dt><dd>${user.email}</dd></div>
${user.fullname !== undefined && user.fullname !== '' && markup`<div><dt>Full name</dt><dd>${user.fullname}</dd></div>`}
<div><dt>Admin</dt><dd>${yesOrNo(user.admin)}${user.admin && byProvider && ', by the sign-in provider'}</dd></div>
<div><dt>Second factor</dt><dd>${user.secondFactor ?? 'none'}</dd></div>
<div><dt>Password</dt><dd>${password ? 'yes' : 'none: signs in at the provider'}</dd></div>
<div><dt>Signed up</dt><dd>${momentOf(user.createdAt)}</dd></div>
<div><dt>Changed</dt><dd>${momentOf(user.updatedAt)}</dd></div>
</dl>`;

function tokens({ user: { name }, tokens: list, own }: AdminUser): Markup {
  if (list.length === 0) return markup`<p>None: nobody is logged in as ${name}.</p>`;
  return markup`${wideTable(
    'Tokens',
    ['Name', 'May', 'Made', 'Ends'],
    list.map(
      (token) =>
        markup`<tr><th scope="row">${token.name}</th><td>${token.permission}</td><td>${momentOf(token.createdAt)}</td><td>${token.expiresAt === undefined ? 'never' : momentOf(token.expiresAt)}</td></tr>`,
    ),
  )}
<form class="stacked" method="post" action="${adminUserPath(name, 'tokens')}">
<p>Logs ${name} out everywhere: browsers, terminals and machines. ${own && 'That is you, this browser included.'}</p>
<button class="danger">Revoke ${list.length === 1 ? 'the token' : `all ${list.length} tokens`}</button>
</form>`;
}

function packages({ user: { name }, packages: names }: AdminUser): Markup {
  if (names.length === 0) return markup`<p>${name} owns no package.</p>`;
  return markup`<ul>${names.slice(0, NAMED).map((each) => markup`<li><a href="${packagePath(each)}">${each}</a></li>`)}</ul>
${names.length > NAMED && markup`<p>And ${names.length - NAMED} more.</p>`}`;
}

function adminship({ user: { name, admin }, byProvider, own }: AdminUser): Markup {
  if (own) return markup`<p>This is you. Another admin can take your adminship away.</p>`;
  if (admin && byProvider) {
    return markup`<p>The sign-in provider says so: take it away there, and it ends with the next sign-in. Or unlink the sign-in first, and take it away here.</p>`;
  }
  return markup`<form class="stacked" method="post" action="${adminUserPath(name, 'admin')}">
<input type="hidden" name="admin" value="${admin ? 'no' : 'yes'}">
<p>${admin ? `${name} may do everything here.` : 'Admins may do everything here: read what is private, change every package, and make other admins.'}</p>
<button class="danger">${admin ? 'Take the adminship away' : `Make ${name} an admin`}</button>
</form>`;
}

function secondFactor({ user: { name, secondFactor: mode } }: AdminUser): Markup {
  if (mode === undefined) return markup`<p>${name} has none.</p>`;
  return markup`<form class="stacked" method="post" action="${adminUserPath(name, 'second-factor')}">
<p>For somebody who has lost both authenticator and recovery codes. Be sure that it is them who asks: then the password alone opens the account.</p>
<button class="danger">Take the second factor away</button>
</form>`;
}
