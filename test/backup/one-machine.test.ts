import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { pantry } from '../cli/run.ts';
import { anonymous, user } from '../client.ts';
import { folder, server } from '../target.ts';
import { itemsIn } from './items.ts';
import {
  fillWithEverything,
  logsIn,
  lookAtEverything,
  publishesWithCode,
} from './registry-of-everything.ts';

const PASSPHRASE = { PANTRY_BACKUP_PASSPHRASE: 'a phrase that nobody guesses' };

/** A registry with something of everything in it. */
async function filled() {
  const data = folder();
  const registry = await server({ data });
  const admin = await user(registry, 'admin');
  return { data, registry, everything: await fillWithEverything(registry, admin) };
}

describe('a registry on one machine that is backed up to a folder and restored', () => {
  test('is the same: documents, tarballs, users, tokens, organizations, audit log and keys', async () => {
    const { data, registry, everything } = await filled();
    const [to, restored] = [folder(), path.join(folder(), 'data')];
    const backup = await pantry(folder(), ['backup', to, '--data', data], PASSPHRASE);
    expect(backup).toMatchObject({ code: 0, stderr: '' });
    const before = await lookAtEverything(registry, everything);
    const keys = (await anonymous(registry).get('/-/npm/v1/keys')).body;
    await registry.stop?.();

    const args = ['restore', to, '--data', restored, '--upstream', 'none', '--verify'];
    const restore = await pantry(folder(), args, PASSPHRASE);
    expect(restore).toMatchObject({ code: 0, stderr: '' });
    expect(restore.stdout).toContain('all of it was compared');
    expect(itemsIn(restored)).toEqual(itemsIn(data));
    // Before a registry runs there, which puts small files behind its answers.
    expect(readdirSync(path.join(restored, 'blobs', 'incoming'))).toEqual([]);
    const again = await server({ data: restored });
    expect(await lookAtEverything(again, everything)).toEqual(before);
    expect((await anonymous(again).get('/-/npm/v1/keys')).body).toEqual(keys);
    expect(await logsIn(again, everything.alice)).toBe(201);
    expect(await publishesWithCode(again, everything)).toBe(201);
    const search = await anonymous(again).get(`/-/v1/search?text=${everything.names[0]}`);
    expect(search.body.total).toBe(1);
  });
});
