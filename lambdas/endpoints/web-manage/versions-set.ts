import * as v from 'valibot';

import { deprecateRange } from '#http/manage/deprecate-range.ts';
import { removeTag, setTag } from '#http/manage/dist-tags.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { settingsPath, withQuery } from '#web/paths.ts';

const Text = (wish: string) => v.pipe(v.string(wish), v.trim(), v.minLength(1, wish));
const Range = Text('say which versions');

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/manage/{package}/versions',
  summary: 'Deprecate versions of a package, take that back, or set and remove tags',
  permission: 'deprecate',
  limit: 'publish',
  body: v.variant(
    'do',
    [
      v.object({
        do: v.literal('deprecate'),
        range: Range,
        message: Text('say why, and what to use instead'),
      }),
      v.object({ do: v.literal('undeprecate'), range: Range }),
      v.object({
        do: v.literal('tag'),
        tag: Text('name the tag'),
        version: Text('say which version'),
      }),
      v.object({ do: v.literal('untag'), tag: Text('name the tag') }),
    ],
    'say what to do: send the form of its page',
  ),
  stores: ['packages:write', 'documents:write', 'blobs:read'],
  page: true,
});

type Form = v.InferOutput<typeof route.body>;

export const handle = page(route, async (call) => {
  await apply(call, call.body);
  return goTo(
    withQuery(settingsPath(call.params.package, 'versions'), { done: DONE[call.body.do] }),
  );
});

async function apply(call: Parameters<typeof deprecateRange>[0], form: Form): Promise<void> {
  switch (form.do) {
    case 'deprecate':
      await deprecateRange(call, form.range, form.message);
      return;
    case 'undeprecate':
      await deprecateRange(call, form.range, undefined);
      return;
    case 'tag':
      await setTag(call, form.tag, form.version);
      return;
    case 'untag':
      await removeTag(call, form.tag);
  }
}

const DONE: Readonly<Record<Form['do'], string>> = {
  deprecate: 'deprecated',
  undeprecate: 'undeprecated',
  tag: 'tagged',
  untag: 'untagged',
};
