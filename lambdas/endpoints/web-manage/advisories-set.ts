import * as v from 'valibot';

import { AdvisoryBody } from '#domain/advisory.ts';
import { parse } from '#http/input.ts';
import { publishAdvisory, withdrawAdvisory } from '#http/manage/advisories.ts';
import { defineRoute } from '#http/route.ts';
import { orForm } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { shownAdvisories } from '#http/web/shown-advisories.ts';
import type { Problem } from '#web/account/form.ts';
import { advisoriesPage } from '#web/manage/advisories.ts';
import { settingsPath, withQuery } from '#web/paths.ts';

const Field = v.optional(v.pipe(v.string(), v.trim()), '');

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/manage/{package}/advisories',
  summary: 'Publish an advisory of a package, or withdraw one',
  permission: 'advise',
  limit: 'publish',
  body: v.variant(
    'do',
    [
      v.object({
        do: v.literal('publish'),
        id: Field,
        title: Field,
        severity: Field,
        vulnerable: Field,
        patched: Field,
        url: Field,
        cwe: Field,
        score: Field,
        vector: Field,
      }),
      v.object({ do: v.literal('withdraw'), id: v.string('say which advisory') }),
    ],
    'say what to do: send the form of its page',
  ),
  stores: ['advisories:read', 'advisories:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, params } = call;
  const path = settingsPath(params.package, 'advisories');
  if (body.do === 'withdraw') {
    await withdrawAdvisory(call, body.id);
    return goTo(withQuery(path, { done: 'withdrawn' }));
  }
  const { do: _, ...sent } = body;
  const form = async (problem: Problem) =>
    advisoriesPage({ ...(await shownAdvisories(call)), done: undefined, sent, problem });
  return orForm({ request: call.request, form }, async () => {
    await publishAdvisory(call, body.id, advisoryOf(body));
    return goTo(withQuery(path, { done: 'advised' }));
  });
});

type Form = Readonly<
  Record<
    'title' | 'severity' | 'vulnerable' | 'patched' | 'url' | 'cwe' | 'score' | 'vector',
    string
  >
>;

/** The form as clients send it, read by the same rules; what is left empty is not said. */
const advisoryOf = ({ score, vector, ...form }: Form): v.InferOutput<typeof AdvisoryBody> =>
  parse(
    AdvisoryBody,
    {
      title: form.title,
      severity: form.severity,
      vulnerable_versions: form.vulnerable,
      ...(form.patched !== '' && { patched_versions: form.patched }),
      ...(form.url !== '' && { url: form.url }),
      ...(form.cwe !== '' && { cwe: form.cwe.split(/[\s,]+/) }),
      ...(score !== '' && {
        cvss: { score: Number(score), vectorString: vector === '' ? null : vector },
      }),
    },
    'form',
  );
