import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { leakedInto, useSecrets } from '../secrets.ts';
import type { Role } from './aws/aws.ts';
import { startStage } from './stage.ts';

const { rehearsal, target, admin } = await startStage();

/** Without its right to read tokens: every request with one fails in a way that nobody foresaw. */
const blind = (role: Role): Role =>
  /^(?:AccountLogout|AccountWhoami|TokensRevoke)/.test(role.name)
    ? {
        ...role,
        policies: role.policies.map((policy) => ({
          ...policy,
          Statement: policy.Statement.filter(
            ({ Condition }) => !JSON.stringify(Condition ?? {}).includes('token#'),
          ),
        })),
      }
    : role;

const broken = await startStage(blind);

describe('no secret gets into', () => {
  test('the access log, the logs of functions and the audit log', async () => {
    const secrets = await useSecrets(target);
    await rehearsal.idle();
    const log = rehearsal.log.join('\n');
    expect(leakedInto(log, secrets)).toEqual([]);
    expect(log).toContain('"route":"/-/user/token/{p4}"');
    const { body } = await admin.get('/-/v1/audit?size=500');
    expect(body.events.length).toBeGreaterThan(5);
    expect(leakedInto(JSON.stringify(body), secrets)).toEqual([]);
  });

  test('what is logged of errors that nobody foresaw', async () => {
    const alice = await user(broken.target);
    const answers = [
      await alice.get('/-/whoami'),
      await alice.remove(`/-/user/token/${alice.token}`),
      await alice.remove(`/-/npm/v1/tokens/token/${alice.token}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500]);
    const log = broken.rehearsal.log.join('\n');
    expect(log).toContain('unhandled error');
    expect(leakedInto(log, [alice.token])).toEqual([]);
  });
});
