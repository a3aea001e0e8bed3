import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { LATEST } from '#domain/dist-tag.ts';
import type { PackageName } from '#domain/package-name.ts';
import { decided, toEntry } from '#domain/staging/staged-version.ts';
import { type StagingArea, withDecision, withStaged } from '#domain/staging/staging-area.ts';
import { findLookAlikes } from '#store/look-alikes.ts';
import { changePackage } from '#store/package-change.ts';
import { findPackage } from '#store/packages.ts';
import { findRelease } from '#store/releases.ts';
import { saveRejected, saveStaged } from '#store/stage-writes.ts';
import { findHolder, findStaged, findStagingArea, type StoredStaged } from '#store/staging.ts';

import {
  audit,
  claim,
  name,
  publish,
  release,
  type TableStores,
  v,
  watched,
  type WatchedStores,
} from './package-stores.ts';

const DAY = 86_400_000;

function stagedVersion(pkg: PackageName, version: string, at = new Date()): StoredStaged {
  const { publishedAt: _, signatures: __, ...draft } = release(pkg, version);
  return {
    id: randomUUID(),
    draft,
    tags: [LATEST],
    shadows: 'nothing',
    createdAt: at.toISOString(),
    until: new Date(at.getTime() + DAY).toISOString(),
  };
}

/** Stages on what was read before, however old that is. */
async function stageOn(
  to: WatchedStores,
  staged: StoredStaged,
  read: { pkg: Awaited<ReturnType<typeof findPackage>>; area: StagingArea | undefined },
) {
  const { name: pkg } = staged.draft;
  const area = { name: pkg, area: read.area, claim: { by: { owners: [] } } };
  return saveStaged(to.table, {
    name: pkg,
    pkg: read.pkg,
    area: {
      before: read.area,
      after: withStaged(area, toEntry(staged), new Date(staged.createdAt)),
    },
    staged,
    similar: undefined,
    basis: [],
    audit: { ...audit('stage'), at: staged.createdAt, subject: `package:${pkg}` },
  });
}

const readFor = async ({ table }: WatchedStores, pkg: PackageName) => ({
  pkg: await findPackage(table, pkg),
  area: await findStagingArea(table, pkg),
});

/** Plans to publish a staged version on what was read before. */
const approveOn = async (to: WatchedStores, staged: StoredStaged, read?: StagingArea) =>
  changePackage(to, staged.draft.name, async (before) => {
    const now = new Date();
    const approved = decided(staged, { outcome: 'approved', by: 'alice' }, now);
    const area = read ?? (await findStagingArea(to.table, staged.draft.name));
    if (!before || !area) throw new Error('nothing to approve');
    return {
      before,
      after: before,
      published: release(staged.draft.name, staged.draft.version),
      approved,
      staging: { before: area, after: withDecision(area, toEntry(approved), now) },
      audit: audit('approve'),
    };
  });

/** What the store does with staged versions over every table that takes electrodb's commands. */
export function stagingContract(where: string, open: () => Promise<TableStores>): void {
  describe(`staged versions, ${where}`, () => {
    test('a number is held against publishes and other stagings, until it is rejected', async () => {
      const to = await watched(open);
      const pkg = name();
      await publish(to, pkg, '1.0.0');
      const staged = stagedVersion(pkg, '1.1.0');
      expect(await stageOn(to, staged, await readFor(to, pkg))).toBeUndefined();
      expect(await findHolder(to, pkg, v('1.1.0'))).toEqual({ kind: 'staged', stageId: staged.id });
      expect(await findRelease(to, pkg, v('1.1.0'))).toBeUndefined();
      await expect(publish(to, pkg, '1.1.0')).rejects.toMatchObject({ code: 'version_exists' });
      const other = stagedVersion(pkg, '1.1.0');
      expect(await stageOn(to, other, await readFor(to, pkg))).toBe('number');
      const taken = stagedVersion(pkg, '1.0.0');
      expect(await stageOn(to, taken, await readFor(to, pkg))).toBe('number');

      const read = await readFor(to, pkg);
      const left = decided(staged, { outcome: 'rejected', by: 'alice' }, new Date());
      const rejection = {
        name: pkg,
        pkg: read.pkg,
        area: {
          before: read.area,
          after: read.area && withDecision(read.area, toEntry(left), new Date()),
        },
        staged: left,
        basis: [],
        audit: { ...audit('reject'), at: left.createdAt, subject: `package:${pkg}` },
      };
      expect(await saveRejected(to.table, rejection)).toBeUndefined();
      expect(await saveRejected(to.table, rejection)).toBe('number');
      expect(await findHolder(to, pkg, v('1.1.0'))).toEqual({ kind: 'free' });
      expect(await publish(to, pkg, '1.1.0')).toMatchObject({ name: pkg });
    });

    test('approval takes the place of the number, once', async () => {
      const to = await watched(open);
      const pkg = name();
      await publish(to, pkg, '1.0.0');
      const staged = stagedVersion(pkg, '1.1.0');
      await stageOn(to, staged, await readFor(to, pkg));
      const area = await findStagingArea(to.table, pkg);
      expect(await approveOn(to, staged, area)).toMatchObject({ rev: 2 });
      expect(await findRelease(to, pkg, v('1.1.0'))).toMatchObject({ rev: 2 });
      expect(await findStaged(to, staged.id)).toMatchObject({ decision: { outcome: 'approved' } });
      await expect(approveOn(to, staged, area)).rejects.toMatchObject({ code: 'version_exists' });
    });

    test('a number that has expired is free before the table has removed it', async () => {
      const to = await watched(open);
      const pkg = name();
      await publish(to, pkg, '1.0.0');
      const past = new Date(Date.now() - 2 * DAY);
      const [first, second] = [
        stagedVersion(pkg, '1.1.0', past),
        stagedVersion(pkg, '1.2.0', past),
      ];
      await stageOn(to, first, await readFor(to, pkg));
      await stageOn(to, second, await readFor(to, pkg));
      expect(await findHolder(to, pkg, v('1.1.0'))).toEqual({ kind: 'free' });
      expect(await findStaged(to, first.id)).toBeUndefined();
      expect(await publish(to, pkg, '1.1.0')).toMatchObject({ name: pkg });
      const again = stagedVersion(pkg, '1.2.0');
      expect(await stageOn(to, again, await readFor(to, pkg))).toBeUndefined();
    });

    test('of one who stages a free name and one who publishes it, the second writes nothing', async () => {
      const to = await watched(open);
      const [taken, waiting] = [name(), name()];
      const nothing = { pkg: undefined, area: undefined };
      await publish(to, taken, '1.0.0');
      expect(await stageOn(to, stagedVersion(taken, '1.1.0'), nothing)).toBe('others');

      await stageOn(to, stagedVersion(waiting, '1.0.0'), nothing);
      expect(await stageOn(to, stagedVersion(waiting, '1.0.1'), nothing)).toBe('others');
      let plans = 0;
      const overtaken = changePackage(to, waiting, async () => {
        plans += 1;
        if (plans > 1) throw new Error('read again');
        return {
          before: undefined,
          after: claim(waiting),
          published: release(waiting, '1.0.2'),
          similar: await findLookAlikes(to.table, waiting),
          staging: { before: undefined, after: undefined },
          audit: audit('publish'),
        };
      });
      await expect(overtaken).rejects.toThrow('read again');
      expect(await findPackage(to.table, waiting)).toBeUndefined();
    });
  });
}
