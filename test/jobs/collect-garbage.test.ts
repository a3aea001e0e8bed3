import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { pack, uniqueName } from '../packages.ts';
import { approve, reject, staged } from '../staging.ts';
import { server } from '../target.ts';

const DAY = 86_400_000;

/** A registry, its admin, who may run jobs, and one version of a package that waits. */
async function prepared() {
  const registry = await server();
  const admin = await user(registry, 'admin');
  const name = uniqueName();
  const manifest = { name, version: '1.0.0', readme: 'unlike any other' };
  const tarball = pack(manifest, { 'README.md': `# ${name}` });
  const id = await staged(admin, manifest, { tarball, readme: `# ${name}, at length` });
  const collect = async () => (await admin.post('/-/v1/jobs/gc', {})).body;
  return { registry, admin, name, tarball, id, collect };
}

describe('the garbage collector', () => {
  test('leaves what is staged alone, and what is approved of it', async () => {
    const { registry, admin, name, tarball, id, collect } = await prepared();
    registry.advance?.(2 * DAY);
    expect(await collect()).toMatchObject({ kept: 2, removed: 0 });
    expect(tarball.equals((await admin.get(`/-/stage/${id}/tarball`)).body)).toBe(true);
    expect((await approve(admin, id)).status).toBe(200);
    registry.advance?.(2 * DAY);
    expect(await collect()).toMatchObject({ kept: 2, removed: 0 });
    expect(tarball.equals((await admin.get(`/${name}/-/${name}-1.0.0.tgz`)).body)).toBe(true);
    expect((await admin.get(`/${name}`)).body.readme).toContain('at length');
  });

  test('removes what was rejected once nobody may ask for it any more', async () => {
    const { registry, admin, id, collect } = await prepared();
    expect((await reject(admin, id)).status).toBe(200);
    expect(await collect()).toMatchObject({ removed: 0 });
    registry.advance?.(2 * DAY);
    expect(await collect()).toMatchObject({ removed: 2 });
  });

  test('removes what has expired', async () => {
    const { registry, collect } = await prepared();
    registry.advance?.(31 * DAY);
    expect(await collect()).toMatchObject({ removed: 2 });
  });
});
