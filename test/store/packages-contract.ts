import { describe, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';
import { parseUserName } from '#domain/user.ts';
import { listChanges } from '#store/changes.ts';
import { findLookAlikes } from '#store/look-alikes.ts';
import { changePackage } from '#store/package-change.ts';
import { readSnapshot } from '#store/package-snapshot.ts';
import { findPackage, listPackages } from '#store/packages.ts';
import { findRelease, listReleases } from '#store/releases.ts';
import { hasStarred, listStarred, listStarring } from '#store/stars.ts';

import { uniqueName } from '../packages.ts';
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

/** What the store does with packages over every table that takes electrodb's commands. */
export function packagesContract(where: string, open: () => Promise<TableStores>): void {
  describe(`packages, ${where}`, () => {
    test('a change is written whole: package, version, look-alikes and the note of it', async () => {
      const to = await watched(open);
      const [pkg, started] = [name(), new Date(Date.now() - 1000)];
      expect(await publish(to, pkg, '1.0.0')).toMatchObject({ name: pkg, rev: 1 });
      expect(await findPackage(to.table, pkg)).toMatchObject({
        ...claim(pkg),
        rev: 1,
        createdAt: expect.any(String),
      });
      expect(await findRelease(to, pkg, v('1.0.0'))).toEqual({
        ...release(pkg, '1.0.0'),
        rev: 1,
        publishedAt: expect.any(String),
      });
      expect((await findLookAlikes(to.table, pkg)).names).toEqual([pkg]);
      const noted = await Array.fromAsync(listChanges(to.table, started, new Date()));
      expect(noted).toContainEqual(expect.objectContaining({ name: pkg, rev: 1 }));
      expect(to.changed).toEqual([pkg]);
      const all = await Array.fromAsync(listPackages(to.table));
      expect(all.map((each) => each.name)).toContain(pkg);
    });

    test('many at once: each is written once, on the revision of the one before', async () => {
      const to = await watched(open);
      const pkg = name();
      const versions = Array.from({ length: 20 }, (_, index) => `1.${index}.0`);
      const written = await Promise.all(versions.map(async (version) => publish(to, pkg, version)));
      expect(written.map((each) => each?.rev).toSorted((a = 0, b = 0) => a - b)).toEqual(
        versions.map((_, index) => index + 1),
      );
      const snapshot = await readSnapshot(to, pkg);
      expect(snapshot?.pkg.rev).toBe(20);
      expect(snapshot?.releases).toHaveLength(20);
      expect(await listReleases(to, pkg)).toHaveLength(20);
    });

    test('a version that is there refuses the whole change', async () => {
      const to = await watched(open);
      const pkg = name();
      await publish(to, pkg, '1.0.0');
      await expect(publish(to, pkg, '1.0.0')).rejects.toMatchObject({ code: 'version_exists' });
      expect((await findPackage(to.table, pkg))?.rev).toBe(1);
    });

    test('a number that was removed is refused like one that is there', async () => {
      const to = await watched(open);
      const pkg = name();
      await publish(to, pkg, '1.0.0');
      await publish(to, pkg, '1.1.0');
      await changePackage(to, pkg, async (before) => ({
        before,
        after: before ?? claim(pkg),
        removed: (await listReleases(to, pkg)).filter(({ version }) => version === '1.1.0'),
        audit: audit('unpublish'),
      }));
      expect(await findRelease(to, pkg, v('1.1.0'))).toBeUndefined();
      expect((await listReleases(to, pkg)).map(({ version }) => version)).toEqual(['1.0.0']);
      await expect(publish(to, pkg, '1.1.0')).rejects.toMatchObject({ code: 'version_exists' });
    });

    test('deprecations are set and taken back without touching the rest', async () => {
      const to = await watched(open);
      const pkg = name();
      await publish(to, pkg, '1.0.0');
      for (const message of ['old', undefined]) {
        await changePackage(to, pkg, async (before) => ({
          before,
          after: before ?? claim(pkg),
          deprecated: [{ version: v('1.0.0'), message }],
          audit: audit('deprecate'),
        }));
        const found = await findRelease(to, pkg, v('1.0.0'));
        expect([found?.deprecated, found?.manifest]).toEqual([
          message,
          release(pkg, '1.0.0').manifest,
        ]);
      }
    });

    test('a manifest of a megabyte is kept and read back', async () => {
      const to = await watched(open);
      const pkg = name();
      const manifest = JSON.stringify({ name: pkg, text: 'x'.repeat(1_000_000) });
      await changePackage(to, pkg, async (before) => ({
        before,
        after: claim(pkg),
        published: { ...release(pkg, '1.0.0'), manifest },
        audit: audit('publish'),
      }));
      expect((await findRelease(to, pkg, v('1.0.0')))?.manifest).toBe(manifest);
      expect((await readSnapshot(to, pkg))?.releases[0]?.manifest).toBe(manifest);
    });

    test('a package of more versions than one page holds is read whole', async () => {
      const to = await watched(open);
      const pkg = name();
      const text = 'x'.repeat(200_000);
      for (let index = 0; index < 12; index += 1) {
        await changePackage(to, pkg, async (before) => ({
          before,
          after: before ?? claim(pkg),
          published: { ...release(pkg, `1.${index}.0`), manifest: JSON.stringify({ text }) },
          audit: audit('publish'),
        }));
      }
      expect((await readSnapshot(to, pkg))?.releases).toHaveLength(12);
      expect(await listReleases(to, pkg)).toHaveLength(12);
    });

    test('stars are found from both sides', async () => {
      const to = await watched(open);
      const [pkg, user] = [name(), parseUserName(uniqueName('user'))];
      await publish(to, pkg, '1.0.0');
      const star = async (starred: boolean) =>
        changePackage(to, pkg, async (before) => ({
          before,
          after: before ?? claim(pkg),
          star: { user, starred },
          audit: audit('star'),
        }));
      await star(true);
      expect(await hasStarred(to.table, pkg, user)).toBe(true);
      expect(await listStarring(to.table, pkg, 10)).toEqual([user]);
      expect(await listStarred(to.table, user)).toEqual([pkg]);
      expect((await readSnapshot(to, pkg))?.releases).toHaveLength(1);
      await star(false);
      expect(await hasStarred(to.table, pkg, user)).toBe(false);
    });

    test('of two that claim names which look alike, the later one starts over and sees the first', async () => {
      const to = await watched(open);
      const stem = uniqueName();
      const names = ['-', '_'].map((dash) => parsePackageName(`${stem}${dash}x`));
      await Promise.all(names.map(async (pkg) => publish(to, pkg, '1.0.0')));
      const { names: listed, rev } = await findLookAlikes(to.table, names[0] ?? name());
      expect([listed.toSorted(), rev]).toEqual([names.toSorted(), 2]);
    });
  });
}
