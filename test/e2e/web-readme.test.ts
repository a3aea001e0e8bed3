import { beforeAll, describe, expect, test } from 'vitest';

import { type Client, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
let alice: Client;

beforeAll(async () => {
  alice = await user(registry, 'alice');
});

const pageOf = async (name: string): Promise<string> =>
  (await registry.fetch(`/-/web/package/${name}`)).text();

describe('the page of a package', () => {
  test('shows the README of its latest version, at once and again', async () => {
    const name = uniqueName();
    const publish = async (version: string, files: Readonly<Record<string, string>>) =>
      alice.publish({ name, version, repository: 'acme/tool' }, { files });
    await publish('1.0.0', { 'README.md': '# First <script>alert(1)</script>\n\n[a](docs/a.md)' });
    for (const html of [await pageOf(name), await pageOf(name)]) {
      expect(html).toContain('<h2 id="user-content-first">First </h2>');
      expect(html).toContain('href="https://github.com/acme/tool/blob/HEAD/docs/a.md"');
    }
    await publish('1.1.0', { 'README.md': '# Second' });
    expect(await pageOf(name)).toContain('<h2 id="user-content-second">Second</h2>');
  });

  test('says that there is no README where there is none', async () => {
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    expect(await pageOf(name)).toContain('This version has no README.');
  });
});
