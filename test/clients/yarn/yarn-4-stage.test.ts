import { expect, test } from 'vitest';

import { uniqueName } from '../../packages.ts';
import { versionsOf } from '../../staging.ts';
import { yarn4 } from '../clients.ts';
import { person } from '../home.ts';
import { startRegistry } from '../registry.ts';

const registry = await startRegistry();
const ID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/;

test('yarn 4 stages, lists, approves and rejects', async () => {
  const alice = await person(yarn4, registry);
  const name = uniqueName();
  await alice.http.publish({ name, version: '1.0.0' });
  const stage = async (version: string): Promise<string> => {
    const at = { in: alice.project({ 'package.json': { name, version }, 'yarn.lock': '' }) };
    await alice.run(['install'], at);
    const { text } = await alice.run(['npm', 'publish', '--staged'], at);
    expect(text).toContain('Package archive staged for approval');
    return ID.exec(text)?.[0] ?? text;
  };
  const [id, other] = [await stage('1.1.0'), await stage('1.2.0')];
  expect(await versionsOf(alice.http, name)).toEqual(['1.0.0']);
  const at = { in: alice.project({ 'package.json': { name: 'here' }, 'yarn.lock': '' }) };
  const { stdout } = await alice.run(['npm', 'stage', 'list', '--json'], at);
  expect([stdout.includes(id), stdout.includes(other)]).toEqual([true, true]);
  const { stdout: table } = await alice.run(['npm', 'stage', 'list', name], at);
  expect(table).toContain('1.2.0');
  await alice.run(['npm', 'stage', 'approve', id], at);
  await alice.run(['npm', 'stage', 'reject', other], at);
  expect(await versionsOf(alice.http, name)).toEqual(['1.0.0', '1.1.0']);
  expect(await alice.fails(['npm', 'stage', 'approve', other], at)).toContain('has rejected');
});
