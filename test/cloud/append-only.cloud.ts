import { describe, expect, test } from 'vitest';

import { published } from '../client.ts';
import { isAllowed } from './aws/iam.ts';
import type { StackFunction } from './stack/functions.ts';
import { startStage } from './stage.ts';

const { rehearsal, target } = await startStage();

/** Whether a function's role may do that to the key of an event. */
function may({ role }: StackFunction, action: string, key: string): boolean {
  const [table = ''] =
    JSON.stringify(role.policies).match(/arn:aws:dynamodb:[^"/]+table\/[^"/]+/) ?? [];
  const context = { 'dynamodb:LeadingKeys': [key] };
  return [table, `${table}/index/gsi1`].some((resource) =>
    isAllowed(role.policies, { action: `dynamodb:${action}`, resource, context }),
  );
}

const KEYS = ['audit#2026-11', 'audit#2026-11#7', 'audit#package:x', 'audit#user:alice', 'audit#'];
const CHANGES = [
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'PartiQLUpdate',
  'PartiQLDelete',
  'PartiQLInsert',
];
const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PartiQLSelect'];

describe('the audit log', () => {
  test.each(rehearsal.functions.map((fn) => [fn.id, fn] as const))(
    'is changed and emptied by nobody: %s',
    (_, fn) => {
      for (const key of KEYS) {
        for (const action of CHANGES)
          expect([key, action, may(fn, action, key)]).toEqual([key, action, false]);
      }
    },
  );

  test('is written over by nobody: who may write events can’t find one, who can find them may not write', () => {
    const writing = rehearsal.functions.filter((fn) => may(fn, 'PutItem', 'audit#2026-11'));
    const reading = rehearsal.functions.filter((fn) =>
      READS.some((action) => may(fn, action, 'audit#2026-11')),
    );
    expect(writing.length).toBeGreaterThan(10);
    expect(reading.map(({ id }) => id.replace(/[\dA-F]{8}$/, '')).toSorted()).toEqual([
      'AuditList',
      'AuditOfOrg',
      'AuditOfPackage',
      'AuditOfUser',
      'WebAudit',
    ]);
    expect(reading.filter((fn) => writing.includes(fn))).toEqual([]);
  });

  test('has its events written under the condition that they are new, or the rehearsal refuses', async () => {
    const { alice, name } = await published(target, '1.0.0');
    expect(
      (await alice.put(`/-/package/${name.replace('/', '%2f')}/dist-tags/beta`, '"1.0.0"')).status,
    ).toBe(201);
    await rehearsal.idle();
    expect(rehearsal.aws.denials).toEqual([]);
  });
});
