import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';
import { createModel } from './model.ts';

let model: ReturnType<typeof createModel>;

beforeEach(() => {
  const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
  onTestFinished(() => {
    table.close();
  });
  model = createModel(table);
});

const first = { name: 'Left-Pad', number: '1.0.0', owner: 'ann' };
const key = { name: first.name, number: first.number };

describe('an entity', () => {
  test('is put, read, and removed', async () => {
    const { Release } = model;
    const details = { nested: [{ '@s/p': '^1' }], none: null };
    const sent = { ...first, keywords: ['pad', 'left'], dependencies: { semver: '^7' }, details };
    await Release.put(sent).go();
    const { data } = await Release.get(key).go();
    expect(data).toEqual({ ...sent, size: 0, keywords: expect.any(Array) as unknown });
    expect(data?.keywords?.toSorted()).toEqual(['left', 'pad']);
    await Release.remove(key).go();
    expect((await Release.get(key).go()).data).toBeNull();
  });

  test('is created once only', async () => {
    const { Release } = model;
    await Release.create(first).go();
    await expect(Release.create(first).go()).rejects.toThrow(/conditional request failed/);
  });

  test('that refuses a create can show what is there', async () => {
    const { Release } = model;
    await Release.create({ ...first, size: 7 }).go();
    const again = await Release.create(first).go({ returnOnConditionCheckFailure: 'all_old' });
    expect(again).toMatchObject({ rejected: true, data: { ...first, size: 7 } });
  });

  test('is patched where it is, upserted where it is not', async () => {
    const { Release } = model;
    await expect(Release.patch(key).set({ size: 1 }).go()).rejects.toThrow(/conditional/);
    await Release.upsert(first).add({ downloads: 2 }).go();
    const { data } = await Release.patch(key)
      .set({ size: 1, isLatest: true })
      .add({ downloads: 3, keywords: ['a', 'b'] })
      .append({ history: ['published'] })
      .go({ response: 'all_new' });
    expect(data).toMatchObject({ size: 1, isLatest: true, downloads: 5, history: ['published'] });
    const patched = await Release.patch(key)
      .subtract({ downloads: 1 })
      .delete({ keywords: ['a'] })
      .remove(['isLatest'])
      .data((attributes, operations) => {
        operations.set(attributes.dependencies, { semver: '^7', tar: '^7' });
      })
      .go({ response: 'all_new' });
    expect(patched.data).toMatchObject({ downloads: 4, keywords: ['b'] });
    expect(patched.data).not.toHaveProperty('isLatest');
    const nested = await Release.patch(key)
      .data((attributes, operations) => {
        operations.set(attributes.dependencies.semver, '^8');
        operations.remove(attributes.dependencies.tar);
      })
      .go({ response: 'all_new' });
    expect(nested.data?.dependencies).toEqual({ semver: '^8' });
  });

  test('is changed only where a condition holds', async () => {
    const { Release } = model;
    await Release.put({ ...first, size: 5 }).go();
    const resize = (least: number): Promise<unknown> =>
      Release.patch(key)
        .set({ size: 9 })
        .where(
          ({ size, number, keywords }, { gte, eq, notExists }) =>
            `${gte(size, least)} AND ${eq(number, '1.0.0')} AND ${notExists(keywords)}`,
        )
        .go();
    await expect(resize(6)).rejects.toThrow(/conditional/);
    await resize(5);
    expect((await Release.get(key).go()).data).toHaveProperty('size', 9);
  });
});

test('batches larger than one request go through', async () => {
  const { Release } = model;
  const many = Array.from({ length: 120 }, (_none, n) => ({ ...first, number: String(n) }));
  expect(await Release.put(many).go()).toEqual({ unprocessed: [] });
  const { data, unprocessed } = await Release.get(many.slice(0, 110)).go();
  expect([data.length, unprocessed.length]).toEqual([110, 0]);
  await Release.delete(many).go();
  expect((await Release.scan.go({ pages: 'all' })).data).toEqual([]);
});

describe('a service', () => {
  test('writes in one transaction, under a check', async () => {
    const { registry, Release } = model;
    await Release.put(first).go();
    const publish = async (): Promise<{ canceled: boolean; data: unknown[] }> =>
      registry.transaction
        .write(({ release, tag }) => [
          release
            .check(key)
            .where(({ size }, { eq }) => eq(size, 0))
            .commit({ response: 'all_old' }),
          release.create({ ...first, number: '2.0.0' }).commit({ response: 'all_old' }),
          tag.put({ name: first.name, tag: 'latest', owner: 'ann', target: '2.0.0' }).commit(),
        ])
        .go();
    expect(await publish()).toMatchObject({ canceled: false });
    const again = await publish();
    expect(again).toMatchObject({
      canceled: true,
      data: [
        { rejected: false, code: 'None' },
        {
          rejected: true,
          code: 'ConditionalCheckFailed',
          message: 'The conditional request failed',
          item: { ...first, number: '2.0.0', size: 0 },
        },
        { rejected: false, code: 'None' },
      ],
    });
  });

  test('reads in one transaction', async () => {
    const { registry, Release } = model;
    await Release.put(first).go();
    const { data } = await registry.transaction
      .get(({ release, tag }) => [
        release.get(key).commit(),
        tag.get({ name: first.name, tag: 'latest' }).commit(),
      ])
      .go();
    expect(data).toMatchObject([
      { rejected: false, item: { ...first, size: 0 } },
      { rejected: false, item: null },
    ]);
  });

  test('repeats a transaction with its token without making it again', async () => {
    const { registry, Release } = model;
    await Release.put(first).go();
    const count = async (): Promise<unknown> =>
      registry.transaction
        .write(({ release }) => [release.patch(key).add({ downloads: 1 }).commit()])
        .go({ token: 'once' });
    await count();
    await count();
    expect((await Release.get(key).go()).data).toHaveProperty('downloads', 1);
  });
});
