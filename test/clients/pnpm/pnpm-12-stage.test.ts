import { describe, expect, test } from 'vitest';

import { uniqueName } from '../../packages.ts';
import { reject, staged, versionsOf } from '../../staging.ts';
import { isHere, pnpm12 } from '../clients.ts';
import { person } from '../home.ts';
import { startRegistry } from '../registry.ts';

const registry = await startRegistry();
const ID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/;

describe.runIf(isHere(pnpm12))('staging with pnpm 12', () => {
  test('publish, list, view, download, approve and reject', async () => {
    const alice = await person(pnpm12, registry);
    const name = uniqueName();
    await alice.http.publish({ name, version: '1.0.0' });
    const stage = async (version: string): Promise<string> => {
      const at = { in: alice.project({ 'package.json': { name, version } }) };
      const { text } = await alice.run(['stage', 'publish', '--no-git-checks'], at);
      return ID.exec(text)?.[0] ?? text;
    };
    const [id, other] = [await stage('1.1.0'), await stage('1.2.0')];
    expect(await versionsOf(alice.http, name)).toEqual(['1.0.0']);
    const { stdout: list } = await alice.run(['stage', 'list', name]);
    expect(list).toContain(id);
    expect(list).toContain(other);
    const { stdout: view } = await alice.run(['stage', 'view', id]);
    expect(view).toContain('1.1.0');
    await alice.run(['stage', 'download', id]);
    await alice.run(['stage', 'approve', id]);
    await alice.run(['stage', 'reject', other]);
    expect(await versionsOf(alice.http, name)).toEqual(['1.0.0', '1.1.0']);
    expect(await alice.fails(['stage', 'approve', other])).toContain('has rejected');
  });

  test('several are approved in the order of what they need', async () => {
    const alice = await person(pnpm12, registry);
    const [leaf, tool] = [uniqueName('leaf'), uniqueName('tool')];
    const ids = [
      await staged(alice.http, {
        name: tool,
        version: '1.0.0',
        dependencies: { [leaf]: '^1.0.0' },
      }),
      await staged(alice.http, { name: leaf, version: '1.0.0' }),
    ];
    await alice.run(['stage', 'approve', ...ids]);
    const approvals = (await registry.requests()).filter((line) =>
      ids.some((id) => line.includes(`${id}/approve`)),
    );
    expect(approvals).toEqual(ids.toReversed().map((id) => `POST /-/stage/${id}/approve 200`));
    expect(await versionsOf(alice.http, tool)).toEqual(['1.0.0']);
  });

  test('one that is gone is said to be', async () => {
    const alice = await person(pnpm12, registry);
    const id = await staged(alice.http, { name: uniqueName(), version: '1.0.0' });
    await reject(alice.http, id);
    expect(await alice.fails(['stage', 'view', id])).toContain('404');
  });
});
