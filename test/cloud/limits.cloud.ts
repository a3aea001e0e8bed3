import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { anonymous, user } from '../client.ts';
import { integrityOf, uniqueName } from '../packages.ts';
import { startStage } from './stage.ts';

const { target } = await startStage();
const reader = anonymous(target);

describe('sizes', () => {
  test('a publish of 3 MB goes through one request', async () => {
    const alice = await user(target);
    const name = uniqueName();
    const files = { 'data.bin': randomBytes(2_200_000).toString('base64') };
    expect((await alice.publish({ name, version: '1.0.0' }, { files })).status).toBe(201);
    const { body } = await reader.get(`/${name}`);
    const tarball = await reader.get(`/${name}/-/${name}-1.0.0.tgz`);
    expect(integrityOf(tarball.body)).toBe(body.versions['1.0.0'].dist.integrity);
  });

  test('one that is too large for an event is answered with the command that works', async () => {
    const alice = await user(target);
    const files = { 'data.bin': randomBytes(8_000_000).toString('base64') };
    const answer = await alice.publish({ name: uniqueName(), version: '1.0.0' }, { files });
    expect(answer.status).toBe(413);
    expect(answer.body.error).toContain('pantry publish');
  });

  test('a document of more than Lambda hands out at once is streamed', async () => {
    const alice = await user(target);
    const name = uniqueName();
    // Hexadecimal digits of chance: gzip makes half of them, so that 12 MB stay 6 MB and more.
    for (let patch = 0; patch < 14; patch += 1) {
      const scripts = { start: randomBytes(500_000).toString('hex') };
      expect((await alice.publish({ name, version: `1.0.${patch}`, scripts })).status).toBe(201);
    }
    const { status, body } = await reader.get(`/${name}`);
    expect([status, Object.keys(body.versions).length]).toEqual([200, 14]);
  });
});
