import type { TokenPermission } from '#domain/token.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { accountPaths, revokePath } from '#web/paths.ts';
import { dateOf } from '#web/wording.ts';

import { codeField, type Problem, problemNotice } from './form.ts';
import { accountShell, type Me } from './shell.ts';

/** A token as its owner sees it. */
export interface ShownToken {
  readonly key: string;
  readonly hint: string;
  readonly name: string;
  readonly permission: TokenPermission;
  readonly packages: readonly string[];
  readonly scopes: readonly string[];
  readonly cidr: readonly string[];
  readonly createdAt: string;
  readonly expiresAt?: string | undefined;
  readonly bypassesSecondFactor?: boolean | undefined;
  /** Whether it is the session of this very browser. */
  readonly here: boolean;
}

interface Tokens {
  readonly me: Me;
  readonly tokens: readonly ShownToken[];
  readonly done?: string | undefined;
}

export const tokensPage = ({ me, tokens, done }: Tokens): Page =>
  accountShell({
    me,
    tab: 'tokens',
    title: 'Tokens',
    done,
    content: markup`<p>Each login of a client and each browser that you signed in with has a token. Revoke what you do not know.</p>
<p class="buttons"><a class="button" href="${accountPaths.newToken}">New token</a> ${tokens.length > 1 && markup`<a class="button plain" href="${accountPaths.otherTokens}">Sign out everywhere else</a>`}</p>
<ul class="list">${tokens.map(entry)}</ul>`,
  });

const entry = (token: ShownToken): Markup =>
  markup`<li class="entry"><div>
<h2>${token.name} ${token.here && markup`<span class="tag">this browser</span>`}</h2>
${factsOf(token)}
</div>
<a class="button plain" href="${revokePath(token.key)}">Revoke<span class="unseen"> ${token.name}, ${token.hint}…</span></a></li>`;

const factsOf = (token: ShownToken): Markup =>
  markup`<p><code>${token.hint}…</code> ${PERMISSIONS[token.permission]}${reach(token)}${token.bypassesSecondFactor === true && ', without codes'}</p>
${token.cidr.length > 0 && markup`<p>Only from ${token.cidr.join(', ')}</p>`}
<p class="quiet">Made ${dateOf(token.createdAt)}, ${token.expiresAt === undefined ? 'until it is revoked' : markup`ends ${dateOf(token.expiresAt)}`}</p>`;

const PERMISSIONS: Readonly<Record<TokenPermission, string>> = {
  'read-only': 'Reads',
  'read-write': 'Reads and writes',
  stage: 'Reads and stages',
  'no-access': 'Opens no package',
};

const reach = ({ packages, scopes }: ShownToken): Content =>
  packages.length + scopes.length > 0 && ` ${[...scopes, ...packages].join(', ')}`;

interface Revoking {
  readonly me: Me;
  readonly token: ShownToken;
  readonly problem?: Problem;
}

export const revokePage = ({ me, token, problem }: Revoking): Page =>
  accountShell({
    me,
    tab: 'tokens',
    title: `Revoke ${token.name}?`,
    content: markup`${factsOf(token)}
<p>Whoever uses this token is signed out at once. It can’t be taken back.${token.here && ' This browser is signed out too.'}</p>
${problemNotice(problem)}
<form class="stacked" method="post" action="${revokePath(token.key)}">
${me.proof.code && codeField(problem, true)}
<button class="danger">Revoke</button>
</form>
<p><a href="${accountPaths.tokens}">Back to your tokens</a></p>`,
  });

interface Others {
  readonly me: Me;
  readonly count: number;
  readonly problem?: Problem;
}

export const otherTokensPage = ({ me, count, problem }: Others): Page =>
  accountShell({
    me,
    tab: 'tokens',
    title: 'Sign out everywhere else?',
    content: markup`<p>This revokes ${count === 1 ? 'one token' : `${count} tokens`}: all browsers but this one, all clients, and what machines use.</p>
${problemNotice(problem)}
<form class="stacked" method="post" action="${accountPaths.otherTokens}">
${me.proof.code && codeField(problem, true)}
<button class="danger">Sign out everywhere else</button>
</form>
<p><a href="${accountPaths.tokens}">Back to your tokens</a></p>`,
  });
