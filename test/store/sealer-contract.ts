import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import type { Sealer } from '#store/sealer.ts';

/** What every sealer does; `open` opens one on the same key again. */
export function sealerContract(name: string, open: () => Promise<Sealer>): void {
  describe(`sealer, ${name}`, () => {
    const secret = randomBytes(20);

    test('what it seals, it reads again after a restart', async () => {
      const sealed = await (await open()).seal(secret, 'alice');
      expect(Buffer.from(await (await open()).unseal(sealed, 'alice'))).toEqual(secret);
    });

    test('what it seals twice looks different, and shows nothing of the secret', async () => {
      const sealer = await open();
      const texts = [await sealer.seal(secret, 'alice'), await sealer.seal(secret, 'alice')];
      expect(new Set(texts).size).toBe(2);
      for (const text of texts) {
        expect(Buffer.from(text, 'base64').includes(secret)).toBe(false);
        expect(text).not.toContain(secret.toString('base64').slice(0, 12));
      }
    });

    test("nobody else's, nothing that was changed and nothing of elsewhere is read", async () => {
      const sealer = await open();
      const sealed = await sealer.seal(secret, 'alice');
      const last = sealed.at(-6) === 'A' ? 'B' : 'A';
      const changed = `${sealed.slice(0, -6)}${last}${sealed.slice(-5)}`;
      await expect(sealer.unseal(sealed, 'bob')).rejects.toThrow(Error);
      for (const text of [changed, sealed.slice(0, 20), '', secret.toString('base64')]) {
        await expect(sealer.unseal(text, 'alice')).rejects.toThrow(Error);
      }
    });
  });
}
