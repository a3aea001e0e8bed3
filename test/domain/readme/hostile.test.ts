import { describe, expect, test } from 'vitest';

import { renderReadme } from '#domain/readme/render.ts';
import { repositoryOf } from '#domain/readme/repository.ts';

import { mutated, randomly, strictly, unexpected } from './allowed.ts';
import { PAYLOADS } from './payloads.ts';

const unexpectedly = (error: unknown): never => {
  throw error;
};

const files = '/-/web/package/x/files?path=';
const repository = repositoryOf({ repository: 'acme/tool' });
const render = (text: string, base = { files, repository }): string =>
  renderReadme({ text, filename: 'README.md', base }, unexpectedly);

describe('a README that means harm', () => {
  test.each(PAYLOADS)('has nothing left of it: %j', (payload) => {
    for (const base of [
      { files, repository },
      { files, repository: undefined },
    ]) {
      expect(unexpected(strictly(render(payload, base)))).toEqual([]);
    }
  });

  test('has nothing left of it however its pieces are put together', () => {
    const random = randomly(20_301);
    for (let round = 0; round < 1000; round += 1) {
      const text = mutated(PAYLOADS, random);
      const found = unexpected(strictly(render(text)));
      expect({ text, found }).toEqual({ text, found: [] });
    }
  });

  test('has no text in it that runs backwards, no controls and no halves of characters', () => {
    const html = render(PAYLOADS.join('\n\n'));
    expect(html).not.toMatch(/[^\P{C}\n\t\u200B-\u200F\uFFFF]/u);
    expect(html.isWellFormed()).toBe(true);
  });
});

/** Half a megabyte of it. */
const endless = (piece: string): string => piece.repeat(Math.floor((512 * 1024) / piece.length));

describe('a README that is made to take for ever', () => {
  test.each(['> ', '<b></i>', '**a'])('of %j ends', (piece) => {
    expect(unexpected(strictly(render(endless(piece))))).toEqual([]);
  });

  test('or room, as of one long address that is used often, is shown as text', () => {
    const text = `[a]: https://a.example/${'z'.repeat(2000)}\n\n${'[a]'.repeat(100_000)}`;
    expect(render(text)).toMatch(/^<pre class="plain">\[a\]: https/);
  });

  test('is cut where it is long, and says so', () => {
    const html = render(`# Long\n\n${'word word word\n'.repeat(50_000)}last`);
    expect(html).toMatch(/<p class="notice">This README goes on[^<]*<\/p>$/);
    expect(html).not.toContain('last');
  });
});
