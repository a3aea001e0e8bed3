import { afterAll, describe, expect, test } from 'vitest';

import type { PackageName } from '#domain/package-name.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { biggestPackages } from '#store/catalogue/biggest-item.ts';
import { cataloguePackage } from '#store/catalogue/catalogue-package.ts';
import { publishedByDay } from '#store/catalogue/published-month.ts';
import { countPublishers } from '#store/catalogue/publisher-item.ts';
import { registryTotals } from '#store/catalogue/totals.ts';
import { countDependents, listDependents } from '#store/dependents.ts';
import { newestVersions } from '#store/newest.ts';
import { changePackage } from '#store/package-change.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openBlobs } from '../../local/folder/blobs.ts';
import { openTable } from '../../local/table/client.ts';
import { uniqueName } from '../packages.ts';
import { folder } from '../target.ts';
import { audit, claim, name, release, v, type WatchedStores, watched } from './package-stores.ts';

const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
afterAll(() => table.close());
const stores = await watched(async () => ({ table, blobs: openBlobs(folder(), table.journal) }));

const publish = async (
  to: WatchedStores,
  pkg: PackageName,
  version: string,
  dependencies: Readonly<Record<string, string>> = {},
  { publishedAt = new Date().toISOString(), publisher = 'alice' } = {},
) =>
  changePackage(to, pkg, async (before) => ({
    before,
    after: { ...(before ?? claim(pkg)), distTags: { latest: v(version) } },
    published: {
      ...release(pkg, version),
      publishedAt,
      publisher: { name: publisher, email: '' },
      size: 1000,
      manifest: JSON.stringify({ name: pkg, version, dependencies }),
    },
    audit: audit(),
  }));

const dependentsOf = async (dependency: string): Promise<readonly string[]> => {
  const asked = { restricted: true, after: undefined, step: 100 };
  const pages = await Array.fromAsync(listDependents(table, parsePackageName(dependency), asked));
  return pages.flat().map((each) => `${each.name} ${each.range}`);
};

const asking = (names: readonly string[], range: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((each) => [each, range]));

const unpublish = async (to: WatchedStores, pkg: PackageName) =>
  changePackage(to, pkg, async (before) => {
    const gone = { rev: 1, by: 'alice', at: to.now().toISOString(), versions: ['1.0.0'] };
    return before && { before, after: { ...before, unpublished: gone }, audit: audit() };
  });

const publishedOn = async (day: string): Promise<number> =>
  (await publishedByDay(table, { start: day, end: day })).get(day) ?? 0;

describe('the catalogue', () => {
  test('adds a package once, however often it is followed, and at once by whom', async () => {
    const before = (await registryTotals(table)).public;
    const pkg = name();
    for (const version of ['1.0.0', '1.1.0']) await publish(stores, pkg, version);
    await Promise.all(Array.from({ length: 5 }, async () => cataloguePackage(stores, pkg)));
    await cataloguePackage(stores, pkg);
    expect((await registryTotals(table)).public).toEqual({
      packages: before.packages + 1,
      versions: before.versions + 2,
      bytes: before.bytes + 2000,
    });
    const newest = await newestVersions(table, 100);
    expect(newest.filter((each) => each.name === pkg).map(({ version }) => version)).toEqual([
      '1.1.0',
      '1.0.0',
    ]);
  });

  test('counts versions on the day of their publish as long as they are there, and keeps what is long past', async () => {
    const pkg = name();
    const at = new Date();
    const today = at.toISOString().slice(0, 10);
    const later = new Date(at.getTime() + 40 * 86_400_000).toISOString().slice(0, 10);
    const before = await publishedOn(today);
    for (const version of ['1.0.0', '1.1.0']) await publish(stores, pkg, version);
    await Promise.all([cataloguePackage(stores, pkg), cataloguePackage(stores, pkg)]);
    expect(await publishedOn(today)).toBe(before + 2);
    const then = { ...stores, now: () => new Date(`${later}T12:00:00Z`) };
    await publish(then, pkg, '1.2.0', {}, { publishedAt: `${later}T11:00:00.000Z` });
    await cataloguePackage(then, pkg);
    expect([await publishedOn(today), await publishedOn(later)]).toEqual([before + 2, 1]);
    await unpublish(then, pkg);
    await cataloguePackage(then, pkg);
    expect([await publishedOn(today), await publishedOn(later)]).toEqual([before + 2, 0]);
  });

  test('knows which packages take most bytes, each once, whatever becomes of them', async () => {
    const big = name();
    const shown = async () =>
      (await biggestPackages(table, 100)).filter((each) => each.name === big);
    for (let minor = 0; minor < 12; minor += 1) {
      await publish(stores, big, `1.${minor}.0`);
      await cataloguePackage(stores, big);
    }
    expect(await biggestPackages(table, 1)).toEqual([{ name: big, bytes: 12_000 }]);
    expect(await shown()).toHaveLength(1);
    await unpublish(stores, big);
    await cataloguePackage(stores, big);
    expect(await shown()).toEqual([]);
  });

  test('counts who published once, with however many packages at the same time', async () => {
    const before = await countPublishers(table);
    const packages = Array.from({ length: 6 }, name);
    const somebody = { publisher: uniqueName() };
    await Promise.all(packages.map(async (pkg) => publish(stores, pkg, '1.0.0', {}, somebody)));
    await Promise.all(packages.map(async (pkg) => cataloguePackage(stores, pkg)));
    expect(await countPublishers(table)).toBe(before + 1);
    const [pkg = name()] = packages;
    await publish(stores, pkg, '1.1.0', {}, { publisher: uniqueName() });
    await cataloguePackage(stores, pkg);
    expect(await countPublishers(table)).toBe(before + 2);
  });

  test('moves what a package has to the private side with it, and drops it when it is unpublished', async () => {
    const before = await registryTotals(table);
    const [pkg, dependency] = [name(), uniqueName()];
    await publish(stores, pkg, '1.0.0', { [dependency]: '^1.0.0' });
    await cataloguePackage(stores, pkg);
    const change = async (after: object): Promise<void> => {
      await changePackage(
        stores,
        pkg,
        async (read) => read && { before: read, after: { ...read, ...after }, audit: audit() },
      );
      await cataloguePackage(stores, pkg);
    };
    await change({ visibility: 'private' });
    const { private: hidden, public: open } = await registryTotals(table);
    expect([open, hidden]).toEqual([
      before.public,
      {
        packages: before.private.packages + 1,
        versions: before.private.versions + 1,
        bytes: before.private.bytes + 1000,
      },
    ]);
    expect(await dependentsOf(dependency)).toEqual([`${pkg} ^1.0.0`]);
    expect(await countDependents(table, parsePackageName(dependency))).toEqual({ total: 0 });
    const at = new Date().toISOString();
    await change({ unpublished: { rev: 2, by: 'alice', at, versions: ['1.0.0'] }, distTags: {} });
    expect(await dependentsOf(dependency)).toEqual([]);
    expect(await registryTotals(table)).toEqual(before);
  });

  test('lists a package whose manifest has halves of characters, without them', async () => {
    const [pkg, dependency, long] = [name(), uniqueName(), uniqueName()];
    const ranges = { [dependency]: '\ud800', [long]: `${'x'.repeat(99)}😀`, 'b\udfff': '1' };
    await publish(stores, pkg, '1.0.0', ranges);
    await cataloguePackage(stores, pkg);
    expect(await dependentsOf(dependency)).toEqual([`${pkg} \ufffd`]);
    expect(await dependentsOf(long)).toEqual([`${pkg} ${'x'.repeat(99)}\ufffd`]);
  });

  test('follows from any number of dependencies to any other', async () => {
    const pkg = name();
    const many = Array.from({ length: 130 }, (_, at) => `${uniqueName()}-${at}`);
    await publish(stores, pkg, '1.0.0', asking(many, '1'));
    await cataloguePackage(stores, pkg);
    const here = async () => (await Promise.all(many.map(dependentsOf))).flat();
    expect(await here()).toEqual(many.map(() => `${pkg} 1`));
    await publish(stores, pkg, '2.0.0', asking(many.slice(60), '2'));
    await cataloguePackage(stores, pkg);
    expect(await here()).toEqual(many.slice(60).map(() => `${pkg} 2`));
  });
});
