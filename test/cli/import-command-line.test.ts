import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { firstAdmin } from '../audit-log.ts';
import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { verdaccioStorage } from '../verdaccio/storage.ts';
import { pantry } from './run.ts';

describe('pantry import verdaccio', () => {
  test('says what is missing on its command line', async () => {
    const at = folder();
    const said = async (...args: readonly string[]) => {
      const { code, stderr } = await pantry(at, ['import', ...args]);
      return [code, stderr.split('\n')[0]];
    };
    const to = ['--data', path.join(at, 'data')];
    mkdirSync(path.join(at, 'empty'));
    expect(await said('verdaccio', 'empty')).toEqual([2, expect.stringContaining('say where to')]);
    expect(await said('verdaccio', 'empty', ...to)).toEqual([
      1,
      expect.stringContaining('is no storage of Verdaccio'),
    ]);
    expect(await said('verdaccio', 'nowhere', ...to)).toEqual([
      1,
      expect.stringContaining('there is no folder'),
    ]);
    expect(await said('verdaccio', 'empty', '--owner', 'x', ...to)).toEqual([
      2,
      expect.stringContaining('--owner name-there=name-here'),
    ]);
    expect(await said('verdaccio', 'empty', '--private', '--public', ...to)).toEqual([
      2,
      expect.stringContaining('--private or --public'),
    ]);
    expect(await said('registry', 'http://localhost:1', ...to)).toEqual([
      2,
      expect.stringContaining('say which packages'),
    ]);
  });

  test('is not for everybody', async () => {
    const registry = await server();
    await firstAdmin(registry);
    const bob = await user(registry, 'bob');
    const storage = verdaccioStorage();
    storage.publish(uniqueName(), { '1.0.0': {} });
    const args = ['import', 'verdaccio', storage.root, '--registry', registry.url];
    const refused = await pantry(folder(), args, { PANTRY_TOKEN: bob.token });
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('admin')]);
    const unknown = await pantry(folder(), args);
    expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('not logged in')]);
  });
});
