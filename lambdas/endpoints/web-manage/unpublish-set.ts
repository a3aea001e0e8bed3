import * as v from 'valibot';

import { invalid } from '#domain/errors.ts';
import { unpublishVersion } from '#http/manage/unpublish-version.ts';
import { unpublishWhole } from '#http/manage/unpublish.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { page } from '#http/web/page.ts';
import { goTo, showPage } from '#http/web/show-page.ts';
import { markup } from '#web/markup.ts';
import { messagePage } from '#web/message.ts';
import { homePath, settingsPath, withQuery } from '#web/paths.ts';

const Confirm = v.pipe(v.string('type the name of the package'), v.trim());

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/manage/{package}/unpublish',
  summary: 'Unpublish a version, or a whole package',
  permission: 'unpublish',
  secondFactor: 'itself',
  limit: 'publish',
  body: v.variant(
    'do',
    [
      v.object({
        do: v.literal('version'),
        version: v.pipe(v.string('say which version'), v.trim()),
        confirm: Confirm,
      }),
      v.object({ do: v.literal('all'), rev: v.string(), confirm: Confirm }),
    ],
    'say what to unpublish: send the form of its page',
  ),
  stores: ['second-factor:check', 'packages:write', 'documents:write', 'blobs:read'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, params, pkg, request } = call;
  const name = params.package;
  if (body.confirm !== name) {
    throw invalid(
      `"${body.confirm}" is not the name of this package: type ${name} to unpublish it`,
    );
  }
  if (body.do === 'version') {
    await unpublishVersion(call, pkg, body.version);
    return goTo(withQuery(settingsPath(name, 'unpublish'), { done: 'unpublished' }));
  }
  await requireSecondFactor('writes', call);
  await unpublishWhole(call, body.rev);
  const next = markup`<p><a href="${homePath}">To the registry’s first page</a></p>`;
  return showPage(
    messagePage(
      'Unpublished',
      `${name} is gone. The name stays with its owners, who can publish it again under a new number`,
      next,
    ),
    request,
  );
});
