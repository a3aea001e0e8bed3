import * as v from 'valibot';

import { TrustRequest } from '#domain/ci/trust-request.ts';
import { parse } from '#http/input.ts';
import { revokeRun } from '#http/manage/runs.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { addTrustedPublisher, removeTrust } from '#http/trust.ts';
import { orForm } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { trustRequestOf, TrustForm } from '#http/web/trust-form.ts';
import { trustOf } from '#http/web/trust-of.ts';
import type { Problem } from '#web/account/form.ts';
import { trustPage } from '#web/manage/trust.ts';
import { settingsPath, withQuery } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/manage/{package}/trust',
  summary: 'Trust a workflow to publish a package, trust one no longer, or end a run',
  permission: 'manage',
  secondFactor: 'itself',
  limit: 'publish',
  body: v.variant(
    'do',
    [
      v.object({ do: v.literal('add'), ...TrustForm }),
      v.object({ do: v.literal('remove'), publisher: v.string('say which publisher') }),
      v.object({ do: v.literal('revoke'), run: v.string('say which run') }),
    ],
    'say what to do: send the form of its page',
  ),
  stores: [
    'second-factor:check',
    'packages:read',
    'trust:read',
    'trust:write',
    'run-tokens:list',
    'run-tokens:write',
  ],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, params } = call;
  const done = (what: string) =>
    goTo(withQuery(settingsPath(params.package, 'trust'), { done: what }));
  if (body.do === 'revoke') {
    await requireSecondFactor('writes', call);
    await revokeRun(call, body.run);
    return done('run-ended');
  }
  if (body.do === 'remove') {
    await requireSecondFactor('always', call);
    await removeTrust(call, body.publisher);
    return done('untrusted');
  }
  const form = async (problem: Problem) =>
    trustPage({ ...(await trustOf(call)), done: undefined, sent: { values: body, problem } });
  return orForm({ request: call.request, codeApart: true, form }, async () => {
    const wanted = parse(TrustRequest, [trustRequestOf(body)], 'form');
    await requireSecondFactor('always', call);
    await addTrustedPublisher(call, wanted);
    return done('trusted');
  });
});
