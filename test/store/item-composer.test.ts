import { describe, expect, test } from 'vitest';

import { auditPut } from '#store/audit-put.ts';
import { toAuditItem } from '#store/audit.ts';
import { toChangeItem } from '#store/changes.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { changes } from '#store/entities/change.ts';
import { lookAlikes } from '#store/entities/look-alike.ts';
import { packages } from '#store/entities/package.ts';
import { releases } from '#store/entities/release.ts';
import { type Composable, itemComposer } from '#store/item-composer.ts';

import { audit, claim, name, release } from './package-stores.ts';

const at = '2026-11-21T00:00:00.000Z';
const pkg = { ...claim(name()), rev: 7, changeId: 'id', modifiedAt: at, shard: 3 };
const event = { ...audit(), at, subject: `package:${pkg.name}` };

describe('an item is composed as electrodb puts it', () => {
  test.each<[string, Composable, object]>([
    ['a package', packages, pkg],
    [
      'an unpublished package',
      packages,
      { ...pkg, unpublished: { rev: 6, by: 'alice', at, versions: [] } },
    ],
    ['a release', releases, { ...release(pkg.name, '1.0.0'), rev: 7 }],
    [
      'a release with all that it may have',
      releases,
      {
        ...release(pkg.name, '2.0.0-beta.1'),
        rev: 7,
        deprecated: 'no more',
        readme: { integrity: 'sha512-x', filename: 'README.md' },
      },
    ],
    ['a change', changes, toChangeItem({ at, name: pkg.name, rev: 7 })],
    ['an audit event', auditEvents, toAuditItem(event)],
    ['an audit event with a token', auditEvents, toAuditItem({ ...event, token: 'key' })],
    [
      'an audit event with all that it may have',
      auditEvents,
      toAuditItem({ ...event, before: { a: null }, after: { a: 1 }, days: 30 }),
    ],
    ['look-alikes', lookAlikes, { key: 'key', names: [pkg.name], rev: 2 }],
    [
      'text that looks like an example',
      lookAlikes,
      { key: '~example-0~', names: [], rev: 7_610_001 },
    ],
  ])('%s', (_, entity, attributes) => {
    const { Item } = entity.put(attributes as never).params() as { readonly Item: object };
    expect(itemComposer(entity)(attributes)).toEqual(Item);
  });

  test.each([event, { ...event, token: 'key', before: { a: 1 }, after: {}, days: 30 }])(
    'an audit event without electrodb',
    (whole) => {
      const { Item } = auditEvents.put(toAuditItem(whole)).params() as { readonly Item: object };
      expect(auditPut(whole)).toMatchObject({ Put: { Item } });
      const { Put } = auditPut(whole) as { readonly Put: { readonly Item: object } };
      expect(Put.Item).toEqual(Item);
    },
  );

  test('without what a key is made of there is no item', () => {
    expect(() => itemComposer(lookAlikes)({ names: [], rev: 1 })).toThrow('key is made of key');
  });

  test('what is undefined is left out', () => {
    const composed = itemComposer(packages)({ ...pkg, unpublished: undefined });
    expect(Object.hasOwn(composed, 'unpublished')).toBe(false);
  });
});
