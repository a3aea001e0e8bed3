import { describe, expect, test } from 'vitest';

import { ownCiRegistry } from '../ci/registry.ts';
import { gitlabRun } from '../ci/runs.ts';
import { uniqueName } from '../packages.ts';

describe('keys of an issuer', () => {
  test('are fetched once for many tokens, and again for a new key, but not for every wrong one', async () => {
    const own = await ownCiRegistry();
    const asked = () => own.github.requests.length;
    await Promise.all(Array.from({ length: 10 }, async () => own.offer(uniqueName())));
    expect(asked()).toBe(1);
    own.github.rotate();
    expect((await own.offer(uniqueName())).status).toBe(201);
    expect(asked()).toBe(2);
    for (let index = 0; index < 5; index += 1) {
      const { status } = await own.offer(uniqueName(), {}, { kid: `unknown-${index}` });
      expect([401, 503]).toContain(status);
    }
    expect(asked()).toBe(3);
    expect((await own.offer(uniqueName())).status).toBe(201);
  });

  test('that can not be had are no reason to let anybody in, nor to say that a token is wrong', async () => {
    const own = await ownCiRegistry();
    own.github.answer((_, response) => {
      response.writeHead(500).end();
    });
    const { status, headers } = await own.offer(uniqueName());
    expect([status, headers.get('retry-after')]).toEqual([503, '2']);
    const asked = own.github.requests.length;
    expect((await own.offer(uniqueName())).status).toBe(503);
    expect(own.github.requests).toHaveLength(asked);
    own.gitlab.answer((_, response) => {
      response.end('<html>');
    });
    const token = own.gitlab.sign(gitlabRun(own.gitlab.url, own.audience));
    expect((await own.exchange(uniqueName(), token)).status).toBe(503);
  });
});
