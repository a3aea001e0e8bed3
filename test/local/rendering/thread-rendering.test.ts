import { describe, expect, test } from 'vitest';

import { renderHere } from '#store/render-here.ts';

import { openThreadRendering } from '../../../local/rendering/thread-rendering.ts';
import { atEnd } from '../../at-end.ts';
import { PAYLOADS } from '../../domain/readme/payloads.ts';
import { ENDLESS } from './endless.ts';

const base = { files: '/-/web/package/x/files?path=' };
const source = { text: '# <b>Title</b>\n\n\u202eback', filename: 'README.md', base };
const bounds = {
  milliseconds: 10_000,
  edits: 1500,
  lines: 120,
  width: 30,
  all: { lines: 600, milliseconds: 10_000 },
};
const unexpectedly = (error: unknown): never => {
  throw error;
};

function open(terms: Parameters<typeof openThreadRendering>[0] = {}) {
  const rendering = openThreadRendering(terms);
  atEnd(async () => rendering.close());
  return rendering;
}

describe('what another thread renders', () => {
  const there = open();

  test('is a README as it would be here', async () => {
    const text = PAYLOADS.join('\n\n');
    const code = '```ts\nconst a: string = "日本 \\ud800"\n```';
    for (const filename of ['README.md', 'README.txt']) {
      for (const each of [text, code, 'word '.repeat(200_000)]) {
        const one = { text: each, filename, base };
        expect(await there.readme(one, unexpectedly)).toBe(
          await renderHere.readme(one, unexpectedly),
        );
      }
    }
  });

  test('tells of a README that fails', async () => {
    // What is no address of anything fails where links are resolved.
    const repository = { files: 'f', raw: 'r', directory: 5 as unknown as string };
    const failing = { text: '[a](b.md)', filename: 'a.md', base: { ...base, repository } };
    const failures: unknown[] = [];
    const html = await there.readme(failing, (error) => failures.push(error));
    expect(html).toBe('<pre class="plain">[a](b.md)</pre>');
    expect(failures).toHaveLength(1);
  });

  test('is colours and differences as they would be here', async () => {
    const code = 'export const a = { b: "<c>" };\n';
    expect(await there.highlight(code, 'a.js')).toBe(await renderHere.highlight(code, 'a.js'));
    const files = [
      { before: '', after: code.repeat(200) },
      { before: code.repeat(200), after: code.repeat(150) + 'other\n' },
      { before: '1\n2\n', after: '' },
    ];
    expect(await there.diffs(files, bounds)).toEqual(await renderHere.diffs(files, bounds));
  });
});

describe('what never comes to an end', () => {
  const endless = { module: async () => ENDLESS, limit: 200 };

  test('is shown as plain text, without colours, and not compared', async () => {
    const failures: unknown[] = [];
    const there = open(endless);
    const html = await there.readme(source, (error) => failures.push(error));
    expect(html).toBe('<pre class="plain"># &#60;b&#62;Title&#60;/b&#62;\n\nback</pre>');
    expect(failures).toMatchObject([{ message: expect.stringContaining('ended after 200 ms') }]);
    expect(await there.highlight('a < b', 'a.js')).toBe('a &#60; b');
    expect(await there.diffs([{ before: 'a', after: 'b' }], bounds)).toEqual([]);
  });

  test('has others told that there is no room for them', async () => {
    const there = open({ ...endless, waiting: 0 });
    const [first, second, third, fourth] = await Promise.allSettled([
      there.readme(source, () => undefined),
      there.readme(source, unexpectedly),
      there.highlight('a < b', 'a.js'),
      there.diffs([], bounds),
    ]);
    expect(first).toMatchObject({ value: expect.stringContaining('<pre class="plain">') });
    expect(second).toEqual({ status: 'fulfilled', value: undefined });
    expect(third).toMatchObject({ value: 'a &#60; b' });
    expect(fourth).toMatchObject({ reason: { code: 'unavailable' } });
  });
});
