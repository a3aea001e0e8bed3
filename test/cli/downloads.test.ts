import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { passMidnight } from '../midnight.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { answering } from './answering.ts';
import { NOWHERE, session } from './session.ts';

await passMidnight();

describe('pantry downloads', () => {
  test('adds up a period for scripts, and shows people its days', async () => {
    const { url, requests } = await answering((_, response) =>
      response.end(
        JSON.stringify({
          start: '2026-01-01',
          end: '2026-01-02',
          package: '@acme/tool',
          downloads: [
            { day: '2026-01-01', downloads: 40 },
            { day: '2026-01-02', downloads: 2 },
          ],
        }),
      ),
    );
    const home = session(url);
    const args = ['downloads', '@acme/tool', '--period', '2026-01-01:2026-01-02'];
    const { code, stdout, stderr } = await home.run(args);
    expect([code, stdout]).toEqual([0, '42\n']);
    expect(stderr).toContain('2026-01-01  40\n2026-01-02  2\n');
    expect(requests[0]?.url).toBe('/downloads/range/2026-01-01:2026-01-02/@acme%2ftool');
    expect(JSON.parse((await home.run([...args, '--json'])).stdout)).toMatchObject({ total: 42 });
  });

  test('tells what was downloaded up to now', async () => {
    const registry = await server();
    const alice = await user(registry);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const headers = { 'user-agent': 'npm/12.2.0 node/v24.21.0 linux x64 workspaces/false' };
    await registry.fetch(`/${name}/-/${name}-1.0.0.tgz`, { headers });
    const home = session(registry.url);
    const today = new Date().toISOString().slice(0, 10);
    expect(await home.run(['downloads', name, '--period', today])).toMatchObject({
      code: 0,
      stdout: '1\n',
    });
    expect((await home.run(['downloads', uniqueName()])).code).toBe(1);
  });

  test.each<[string, readonly string[], number, RegExp]>([
    ['no package', ['downloads'], 2, /say which package/],
    ['another time', ['downloads', 'a', '--period', 'ever'], 2, /"ever" is no period/],
    ['no network', ['downloads', 'a'], 4, /could not be reached/],
  ])('fails on %s in a sentence', async (_, args, expected, sentence) => {
    const { code, stderr } = await session(NOWHERE).run(args);
    expect([code, stderr]).toEqual([expected, expect.stringMatching(sentence)]);
  });
});
