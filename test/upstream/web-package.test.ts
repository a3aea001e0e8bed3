import { describe, expect, test } from 'vitest';

import { anonymous, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server, type Target } from '../target.ts';
import { startUpstream } from './controllable.ts';

const upstream = await startUpstream();
const registry = await server({ upstream: upstream.url });

const read = async (name: string, rest = '', { fetch }: Target = registry) => {
  const response = await fetch(`/-/web/package/${name}${rest}`);
  return { status: response.status, text: await response.text() };
};

/** Versions in the order of their list. */
const listed = (text: string): readonly (string | undefined)[] =>
  [...text.matchAll(/<th scope="row"[^>]*><a href="[^"]*\/v\/([^"]+)"/g)].map(
    ([, version]) => version,
  );

describe('the page of a package of the upstream', () => {
  test('says where it comes from, and has the pages alone that make sense of it', async () => {
    const name = uniqueName();
    upstream.publish(name, '1.0.0', {
      description: 'From elsewhere',
      license: 'MIT',
      dependencies: { other: '^1.0.0' },
      _npmUser: { name: 'stranger' },
    });
    const { status, text } = await read(name);
    expect(status).toBe(200);
    expect(text).toContain('comes from the upstream registry');
    expect(text).toContain('From elsewhere');
    expect(text).toContain('stranger, at the upstream');
    expect(text).toContain(`<pre>npm install ${name}</pre>`);
    for (const tab of ['files', 'dependents', 'score', 'report']) {
      expect(text).not.toContain(`/-/web/package/${name}/${tab}"`);
    }
    expect(text).not.toContain('/-/web/manage/');
    expect((await read(name, '/dependencies')).text).toContain('href="/-/web/package/other"');
    for (const tab of ['/versions', '/downloads', '/security', '/v/1.0.0']) {
      expect((await read(name, tab)).status).toBe(200);
    }
    expect((await read(name, '/score')).status).toBe(404);
    expect((await read(name, '/v/9.9.9')).status).toBe(404);
    expect((await read(uniqueName())).status).toBe(404);
  });

  test('lists a hundred of its versions at once', async () => {
    const name = uniqueName();
    for (let minor = 0; minor < 102; minor += 1) upstream.publish(name, `1.${minor}.0`);
    const [first, second] = [await read(name, '/versions'), await read(name, '/versions?page=2')];
    expect(listed(first.text)).toHaveLength(100);
    expect(listed(first.text)[0]).toBe('1.101.0');
    expect(listed(second.text)).toEqual(['1.1.0', '1.0.0']);
    expect(first.text).toContain(`href="/-/web/package/${name}/versions?page=2"`);
  });

  test('explains what the rules keep out', async () => {
    const name = uniqueName();
    for (const version of ['1.0.0', '2.0.0']) upstream.publish(name, version);
    const gone = uniqueName();
    upstream.publish(gone, '1.0.0');
    const strict = await server({ upstream: upstream.url, deny: `${name}@2, ${gone}` });
    const overview = await read(name, '', strict);
    expect(overview.text).toContain('keep out 1 version of');
    expect(overview.text).toContain('is blocked in this registry');
    expect(await read(name, '/v/2.0.0', strict)).toMatchObject({
      status: 451,
      text: expect.stringContaining('2.0.0 is blocked in this registry'),
    });
    expect((await read(gone, '', strict)).status).toBe(451);
  });

  test('says what to do where the upstream fails', async () => {
    const name = uniqueName();
    upstream.answer(`/${name}`, (_, response) => void response.writeHead(500).end());
    const { status, text } = await read(name);
    expect(status).toBe(503);
    expect(text).toContain('Load this page again in some seconds');
  });

  test('is another one as soon as somebody publishes the name here', async () => {
    const name = uniqueName();
    await anonymous(registry).get(`/-/web/package/${name}`);
    const alice = await user(registry, 'alice');
    await alice.publish({ name, version: '1.0.0', description: 'Ours' });
    const { text } = await read(name);
    expect(text).toContain('Ours');
    expect(text).not.toContain('comes from the upstream registry');
  });
});
