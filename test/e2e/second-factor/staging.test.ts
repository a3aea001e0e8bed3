import { describe, expect, test } from 'vitest';

import { enrol } from '../../authenticator.ts';
import { PASSWORD, user } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import { approve, reject, staged } from '../../staging.ts';
import { target } from '../../target.ts';
import { ASKED, challenge } from './asked.ts';

const registry = await target();

describe(`a second factor and staging, ${registry.name}`, () => {
  test('is asked for by what is decided, in every mode and of every token, and not by staging', async () => {
    const alice = await user(registry, 'alice');
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const phone = await enrol(registry, alice, 'auth-only');
    const request = { password: PASSWORD, bypass_2fa: true };
    const made = await alice.code(phone.fresh()).post('/-/npm/v1/tokens', request);
    const robot = alice.with(made.body.token);
    const [one, two] = [
      await staged(alice, { name, version: '1.1.0' }),
      await staged(robot, { name, version: '1.2.0' }),
    ];
    for (const somebody of [alice, robot]) {
      expect(challenge(await approve(somebody, one))).toEqual(ASKED);
      expect(challenge(await reject(somebody, two))).toEqual(ASKED);
    }
    expect((await approve(alice.code(phone.fresh()), one)).status).toBe(200);
    expect((await reject(alice.code(phone.recovery[5] ?? ''), two)).status).toBe(200);
    // A retry after a lost answer changes nothing.
    expect((await approve(alice, one)).status).toBe(200);
  });

  test('is needed to decide in a package that asks for one, and tells nobody of it', async () => {
    const [alice, mallory] = [await user(registry, 'alice'), await user(registry, 'mallory')];
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const id = await staged(alice, { name, version: '1.1.0' });
    await alice.post(`/-/package/${name}/access`, { publish_requires_tfa: true });
    for (const { status, body } of [await approve(alice, id), await reject(alice, id)]) {
      expect([status, body.error]).toEqual([403, expect.stringContaining('enable-2fa')]);
    }
    const none = await approve(mallory, id);
    expect([none.status, none.body.error]).toEqual([
      404,
      expect.not.stringContaining('second factor'),
    ]);
  });
});
