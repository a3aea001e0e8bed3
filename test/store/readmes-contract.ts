import { describe, expect, test } from 'vitest';

import type { Readmes } from '#store/readmes.ts';

export const README_KEY = 'ab'.repeat(32);

/** What every keeper of rendered READMEs does. `open` gives one that is empty. */
export function readmesContract(name: string, open: () => Promise<Readmes>): void {
  describe(`READMEs, ${name}`, () => {
    test('are read back as they were saved, also when two save the same', async () => {
      const readmes = await open();
      expect(await readmes.find(README_KEY)).toBeUndefined();
      const html = `<p>${'ü'.repeat(100_000)}</p>`;
      await Promise.all([readmes.save(README_KEY, html), readmes.save(README_KEY, html)]);
      expect(await readmes.find(README_KEY)).toBe(html);
      expect(await readmes.find('cd'.repeat(32))).toBeUndefined();
    });
  });
}
