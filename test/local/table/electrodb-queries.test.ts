import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';
import { createModel } from './model.ts';

let model: ReturnType<typeof createModel>;

beforeEach(async () => {
  const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
  onTestFinished(() => {
    table.close();
  });
  model = createModel(table);
  await fill();
});

const first = { name: 'Left-Pad', number: '1.0.0', owner: 'ann' };

async function fill(): Promise<void> {
  const { Release, Tag } = model;
  const numbers = ['1.0.0', '1.1.0', '1.2.0', '2.0.0', '2.1.0'];
  await Release.put(numbers.map((number, size) => ({ ...first, number, size }))).go();
  await Release.put({ name: 'tar', number: '1.0.0', owner: 'bob' }).go();
  await Tag.put({ name: first.name, tag: 'latest', owner: 'ann', target: '2.1.0' }).go();
}

const numbers = (data: { number: string }[]): string[] => data.map(({ number }) => number);

describe('a query', () => {
  test('takes a partition, whole or in part, either way', async () => {
    const { byName } = model.Release.query;
    const { name } = first;
    const all = ['1.0.0', '1.1.0', '1.2.0', '2.0.0', '2.1.0'];
    expect(numbers((await byName({ name }).go()).data)).toEqual(all);
    expect(numbers((await byName({ name }).go({ order: 'desc', count: 2 })).data)).toEqual([
      '2.1.0',
      '2.0.0',
    ]);
    expect(numbers((await byName({ name }).begins({ number: '1.' }).go()).data)).toEqual(
      all.slice(0, 3),
    );
    const between = byName({ name }).between({ number: '1.1.0' }, { number: '2.0.0' });
    expect(numbers((await between.go()).data)).toEqual(all.slice(1, 4));
    expect(numbers((await byName({ name }).gt({ number: '1.2.0' }).go()).data)).toEqual(
      all.slice(3),
    );
    expect(numbers((await byName({ name }).lte({ number: '1.1.0' }).go()).data)).toEqual(
      all.slice(0, 2),
    );
  });

  test('is followed by its cursor', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { data: { number: string }[]; cursor: string | null } = await model.Release.query
        .byOwner({ owner: 'ann' })
        .go({ limit: 2, cursor });
      seen.push(...numbers(page.data));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(seen).toEqual(['1.0.0', '1.1.0', '1.2.0', '2.0.0', '2.1.0']);
  });

  test('filters and chooses attributes', async () => {
    const { data } = await model.Release.query
      .byName({ name: first.name })
      .where(({ size, number }, { gt, contains }) => `${gt(size, 1)} AND ${contains(number, '2')}`)
      .go({ attributes: ['number', 'size'] });
    expect(data).toEqual([
      { number: '1.2.0', size: 2 },
      { number: '2.0.0', size: 3 },
      { number: '2.1.0', size: 4 },
    ]);
  });

  test('of a collection gives the items of each entity', async () => {
    const { registry } = model;
    const { data } = await registry.collections.package({ name: first.name }).go();
    expect([data.release.length, data.tag.length]).toEqual([5, 1]);
    const owned = await registry.collections.owned({ owner: 'ann' }).go({ pages: 'all', limit: 2 });
    expect([owned.data.release.length, owned.data.tag.length]).toEqual([5, 1]);
  });

  test('scans', async () => {
    expect((await model.Release.scan.go({ pages: 'all' })).data).toHaveLength(6);
    expect((await model.Tag.scan.where(({ tag }, { eq }) => eq(tag, 'none')).go()).data).toEqual(
      [],
    );
  });
});
