import { describe, expect, test } from 'vitest';

import { changePackage } from '#store/package-change.ts';
import { findPackage } from '#store/packages.ts';
import { listReleases } from '#store/releases.ts';

import {
  audit,
  claim,
  name,
  publish,
  release,
  type TableStores,
  v,
  watched,
} from './package-stores.ts';

/** What becomes of writers of one package who come at once, over every table. */
export function writersContract(where: string, open: () => Promise<TableStores>): void {
  describe(`writers of one package, ${where}`, () => {
    test('many at once that look ahead: who follows on one that fails looks again', async () => {
      const to = await watched(open);
      const pkg = name();
      await publish(to, pkg, '1.0.0');
      const known = await findPackage(to.table, pkg);
      const change = async (version: string) =>
        changePackage(
          to,
          pkg,
          async (before) => ({
            before,
            after: before ?? claim(pkg),
            published: release(pkg, version),
            audit: audit('publish'),
          }),
          { known },
        );
      const versions = Array.from({ length: 20 }, (_, index) => `1.${index % 15}.0`);
      const outcomes = await Promise.allSettled(versions.map(change));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(14);
      expect(outcomes.filter(({ status }) => status === 'rejected')).toMatchObject(
        Array.from({ length: 6 }, () => ({ reason: { code: 'version_exists' } })),
      );
      expect(await listReleases(to, pkg)).toHaveLength(15);
      expect((await findPackage(to.table, pkg))?.rev).toBe(15);
    });

    test('who looks ahead follows on what is written, when its writer has failed', async () => {
      const to = await watched(open);
      const pkg = name();
      await publish(to, pkg, '1.0.0');
      const known = await findPackage(to.table, pkg);
      const write = async (version: string, onceDone: Promise<unknown>) =>
        changePackage(
          to,
          pkg,
          async (before) => ({
            before,
            after: {
              ...(before ?? claim(pkg)),
              distTags: { ...before?.distTags, [version]: v(version) },
            },
            published: release(pkg, version),
            audit: audit('publish'),
            onceDone,
          }),
          { known },
        );
      const outcomes = await Promise.allSettled([
        write('1.1.0', Promise.reject(new Error('disk full'))),
        write('1.2.0', Promise.resolve()),
      ]);
      expect(outcomes).toMatchObject([{ reason: { message: 'disk full' } }, { value: { rev: 2 } }]);
      expect((await findPackage(to.table, pkg))?.distTags).toEqual({
        latest: '1.0.0',
        '1.2.0': '1.2.0',
      });
    });
  });
}
