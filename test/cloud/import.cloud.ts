import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { pantry } from '../cli/run.ts';
import { anonymous, escape } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { folder } from '../target.ts';
import { verdaccioStorage } from '../verdaccio/storage.ts';
import { startStage } from './stage.ts';

const { target, admin } = await startStage();

describe('pantry import', () => {
  test('brings a Verdaccio through the gateway, large tarballs beside it, and nothing twice', async () => {
    const storage = verdaccioStorage();
    const [many, large] = [`@${uniqueName('scope')}/many`, uniqueName('large')];
    const numbers = Array.from({ length: 60 }, (_, patch) => `1.0.${patch}`);
    // More than one event of API Gateway can carry.
    const files = { noise: randomBytes(120_000) };
    storage.publish(many, Object.fromEntries(numbers.map((version) => [version, { files }])));
    storage.publish(large, {
      '1.0.0': { files: { noise: randomBytes(7 << 20) } },
      // Three parts.
      '1.1.0': { files: { noise: randomBytes(17 << 20) } },
    });
    storage.edit(many, (document) => {
      document['versions']['1.0.0'].deprecated = 'old';
      document['time']['0.9.0'] = '2019-01-01T00:00:00.000Z';
    });
    const args = ['import', 'verdaccio', storage.root, '--registry', target.url, '--json'];
    const env = { PANTRY_TOKEN: admin.token };
    const first = await pantry(folder(), args, env);
    expect([first.code, first.stderr]).toEqual([0, '']);
    const counts = ({ stdout }: typeof first) =>
      JSON.parse(stdout).packages.map((each: any) => [each.name, each.imported, each.present]);
    expect(counts(first)).toEqual([
      [many, 60, 0],
      [large, 2, 0],
    ]);
    const reader = anonymous(target);
    const { body } = await reader.get(`/${escape(many)}`);
    expect(Object.keys(body.versions)).toEqual(numbers);
    expect(body.time).toMatchObject({
      created: '2020-01-01T00:00:00.000Z',
      '1.0.59': '2021-02-03T04:05:06.789Z',
    });
    expect(body.versions['1.0.0'].deprecated).toBe('old');
    expect((await reader.get(`/${large}`)).body['dist-tags']).toEqual({ latest: '1.1.0' });
    expect((await admin.get(`/-/v1/imports/${escape(many)}`)).body.taken).toEqual(['0.9.0']);
    expect(counts(await pantry(folder(), args, env))).toEqual([
      [many, 0, 60],
      [large, 0, 2],
    ]);
  });
});
