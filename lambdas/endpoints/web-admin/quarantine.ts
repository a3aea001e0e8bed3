import * as v from 'valibot';

import { defineRoute } from '#http/route.ts';
import { listVisible } from '#http/staging/list-visible.ts';
import { page } from '#http/web/page.ts';
import { refusedOfLate } from '#http/web/refused-of-late.ts';
import { upstreamRulesOf } from '#http/web/rules-of.ts';
import { showPage } from '#http/web/show-page.ts';
import { verdictOn } from '#http/web/verdict-on.ts';
import { quarantinePage } from '#web/admin/quarantine.ts';

/** Staged versions of a page; `npm stage list` has all. */
const SHOWN = 50;

const Text = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(256, 'must not be so long')), '');

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/admin/quarantine',
  summary:
    'Show admins what waits, what was refused of late and what is kept out, and why a version is',
  permission: 'admin',
  query: v.object({ name: Text, version: Text }),
  stores: ['orgs:read', 'packages:read', 'refused:read', 'staged:list', 'upstream:read'],
  page: true,
});

export const handle = page(route, async ({ principal, query, request, services }) => {
  const [staged, refused, verdict] = await Promise.all([
    listVisible(services, principal, undefined),
    refusedOfLate(services),
    query.name === '' ? undefined : verdictOn(query, services),
  ]);
  const shown = {
    asked: query,
    verdict,
    staged: staged.slice(0, SHOWN),
    total: staged.length,
    groups: upstreamRulesOf(services),
    refused,
  };
  return showPage(quarantinePage(shown), request);
});
