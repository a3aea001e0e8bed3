import { describe, expect, test } from 'vitest';

import { anonymous, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import type { Role } from './aws/aws.ts';
import { startStage } from './stage.ts';

/** Without what lets it write documents, and nothing else changed. */
const withoutDocuments = (role: Role): Role =>
  role.name.startsWith('PackagePut')
    ? {
        ...role,
        policies: role.policies.map((policy) => ({
          ...policy,
          Statement: policy.Statement.filter(
            ({ Resource }) => !JSON.stringify(Resource).includes('/packuments/'),
          ),
        })),
      }
    : role;

const whole = await startStage();
const maimed = await startStage(withoutDocuments);

describe('what a role may do', () => {
  test('is enough for all that its function does', async () => {
    const alice = await user(whole.target);
    const name = uniqueName();
    expect((await alice.publish({ name, version: '1.0.0' })).status).toBe(201);
    expect((await anonymous(whole.target).get(`/${name}`)).status).toBe(200);
    await whole.rehearsal.idle();
    expect(whole.rehearsal.aws.denials).toEqual([]);
  });

  test('is missed where one grant is taken away', async () => {
    const alice = await user(maimed.target);
    const answer = await alice.publish({ name: uniqueName(), version: '1.0.0' });
    expect(answer.status).toBeGreaterThanOrEqual(500);
    const [denial] = maimed.rehearsal.aws.denials;
    expect(denial).toMatchObject({
      role: expect.stringMatching(/^PackagePut/),
      operation: 's3:GetObject',
      resource: expect.stringContaining('/packuments/'),
    });
  });

  test('has no function scan the table, or reach keys that are not its own', () => {
    for (const { role } of whole.rehearsal.functions) {
      const text = JSON.stringify(role.policies);
      expect([role.name, text.includes('dynamodb:Scan')]).toEqual([role.name, false]);
      expect([role.name, /"Resource":"\*"/.test(text)]).toEqual([role.name, false]);
    }
  });
});
