import * as v from 'valibot';

import { rulesMark } from '#domain/rules-request.ts';
import { defineRoute } from '#http/route.ts';
import { managedBy } from '#http/web/managed.ts';
import { page } from '#http/web/page.ts';
import { Done } from '#http/web/paging.ts';
import { goTo, showPage } from '#http/web/show-page.ts';
import { settingsPage } from '#web/manage/settings.ts';
import { settingsPath } from '#web/paths.ts';

/** Who may publish but not manage comes to what they may change. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/manage/{package}',
  summary: 'Show who can read a package, and what is asked of who publishes it',
  permission: 'deprecate',
  secondFactor: 'never',
  query: v.object({ done: Done }),
  stores: [],
  page: true,
});

export const handle = page(route, async (call) => {
  const { pkg, query, request, services } = call;
  const managed = await managedBy(call);
  if (!managed.manages) return goTo(settingsPath(pkg.name, 'versions'));
  const { ciOnly = false, staged = false, provenance = false, ...rules } = pkg.rules ?? {};
  const settings = {
    managed,
    done: query.done,
    reads: services.policy.reads,
    secondFactor: rules.secondFactor ?? ('none' as const),
    rules: { ciOnly, staged, provenance, environment: rules.environment ?? '' },
    seen: rulesMark(pkg.rules),
  };
  return showPage(settingsPage(settings), request);
});
