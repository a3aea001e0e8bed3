import * as v from 'valibot';

import { RulesRequest } from '#domain/rules-request.ts';
import { parse } from '#http/input.ts';
import { changeAccess } from '#http/manage/access.ts';
import { setRules } from '#http/manage/rules.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { settingsPath, withQuery } from '#web/paths.ts';

/** A box that is not ticked is not sent. */
const Box = v.optional(v.literal('on'));

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/manage/{package}',
  summary: 'Set who can read a package, or what is asked of who publishes it',
  permission: 'manage',
  limit: 'publish',
  body: v.variant(
    'do',
    [
      v.object({
        do: v.literal('visibility'),
        access: v.picklist(['public', 'private'], 'choose public or private'),
      }),
      v.object({
        do: v.literal('second-factor'),
        rule: v.picklist(['none', 'automation', 'required'], 'choose when a code is asked for'),
      }),
      v.object({
        do: v.literal('rules'),
        seen: v.string('send the form of its page'),
        ciOnly: Box,
        staged: Box,
        provenance: Box,
        environment: v.optional(v.string(), ''),
      }),
    ],
    'say what to set: send the form of its page',
  ),
  stores: ['packages:write', 'documents:write', 'blobs:read'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, params } = call;
  if (body.do === 'visibility') await changeAccess(call, { visibility: body.access });
  else if (body.do === 'second-factor') await changeAccess(call, { secondFactor: body.rule });
  else await setRules(call, rulesOf(body), body.seen);
  return goTo(withQuery(settingsPath(params.package), { done: 'saved' }));
});

interface RulesForm {
  readonly ciOnly?: 'on' | undefined;
  readonly staged?: 'on' | undefined;
  readonly provenance?: 'on' | undefined;
  readonly environment: string;
}

const rulesOf = ({ ciOnly, staged, provenance, environment }: RulesForm): RulesRequest =>
  parse(
    RulesRequest,
    {
      ciOnly: ciOnly === 'on',
      staged: staged === 'on',
      provenance: provenance === 'on',
      environment: environment.trim() === '' ? null : environment,
    },
    'form',
  );
