import { describe, expect, test } from 'vitest';

import { mergeTags } from '#domain/import/merge-tags.ts';
import { parseVersion } from '#domain/version.ts';

const [one, two, three] = ['1.0.0', '2.0.0', '3.0.0-rc.1'].map(parseVersion) as [
  never,
  never,
  never,
];
const versions = new Set([one, two, three]);
const none = { here: {}, left: {}, source: {}, versions };

describe('tags of an import', () => {
  test('are those of the source, where nobody has set any', () => {
    expect(mergeTags({ ...none, source: { latest: one, next: three } })).toEqual({
      tags: { latest: one, next: three },
      left: { latest: one, next: three },
    });
  });

  test('follow the source where they are as the last import left them', () => {
    const last = { latest: one };
    expect(mergeTags({ ...none, here: last, left: last, source: { latest: two } })).toEqual({
      tags: { latest: two },
      left: { latest: two },
    });
  });

  test.each([
    ['moved', { latest: two, next: two }],
    ['removed', { latest: two }],
  ])('that were %s here stay so', (_, here) => {
    const left = { latest: two, next: one };
    const source = { latest: two, next: three };
    expect(mergeTags({ ...none, here, left, source }).tags).toEqual(here);
  });

  test('that are here since before any import stay, and follow from then on where both agree', () => {
    const merged = mergeTags({ ...none, here: { latest: one }, source: { latest: two } });
    expect(merged).toEqual({ tags: { latest: one }, left: {} });
    expect(mergeTags({ ...none, here: { latest: one }, source: { latest: one } }).left).toEqual({
      latest: one,
    });
  });

  test('of versions that are not here wait for them; `latest` is the highest release meanwhile', () => {
    const merged = mergeTags({ ...none, source: { latest: '9.0.0', next: three } });
    expect(merged).toEqual({
      tags: { latest: two, next: three },
      left: { latest: two, next: three },
    });
  });

  test('of no version at all are none', () => {
    expect(mergeTags({ ...none, versions: new Set() })).toEqual({ tags: {}, left: {} });
  });
});
