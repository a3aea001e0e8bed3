import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { atEnd } from '../at-end.ts';
import { anonymous, escape, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { startUpstream } from '../upstream/controllable.ts';
import { pantry } from './run.ts';

const upstream = await startUpstream();
const destination = await server();
const admin = await user(destination, 'admin');
const reader = anonymous(destination);

/** Imports from a registry, with lines in the .npmrc of who does. */
async function bring(
  from: string,
  names: readonly string[],
  { npmrc = '', more = [] }: { npmrc?: string; more?: readonly string[] } = {},
) {
  const home = folder();
  writeFileSync(path.join(home, '.npmrc'), npmrc);
  writeFileSync(path.join(home, 'names.txt'), `# a list\n${names.join('\n')}\n\n`);
  const args = ['import', 'registry', from, '--registry', destination.url, '--json', ...more];
  const outcome = await pantry(home, [...args, '--packages', 'names.txt'], {
    PANTRY_TOKEN: admin.token,
  });
  const report = outcome.stdout === '' ? undefined : JSON.parse(outcome.stdout);
  return { ...outcome, report };
}

/** A server that does one thing. */
async function serverThat(answer: http.RequestListener): Promise<string> {
  const other = http.createServer(answer);
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  atEnd(() => void other.close());
  const address = other.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

describe('pantry import registry', () => {
  test('brings packages by their names, and says what was unpublished there', async () => {
    const name = uniqueName();
    upstream.publish(name, '1.0.0', { deprecated: 'old', maintainers: [{ name: admin.name }] });
    upstream.publish(name, '1.1.0');
    upstream.date(name, '1.1.0', '2023-04-05T06:07:08.000Z');
    upstream.answer(`/${name}`, async (_, response) => {
      upstream.answer(`/${name}`, undefined);
      const document: any = await (await fetch(`${upstream.url}/${name}`)).json();
      document.time['0.9.0'] = '2019-01-01T00:00:00.000Z';
      response.end(JSON.stringify(document));
    });
    const { code, report } = await bring(upstream.url, [name, 'no-such-package']);
    expect(code).toBe(1);
    expect(report.packages).toMatchObject(
      [
        { name, imported: 2, leftOut: [], notes: [] },
        { name: 'no-such-package', leftOut: [{ reason: 'the source has no such package' }] },
      ].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    );
    const { body } = await reader.get(`/${name}`);
    expect(body).toMatchObject({
      time: { '1.0.0': '2020-01-01T00:00:00.000Z', '1.1.0': '2023-04-05T06:07:08.000Z' },
      versions: { '1.0.0': { deprecated: 'old' } },
    });
    expect((await admin.publish({ name, version: '0.9.0' })).status).toBe(403);
  });

  test('brings a scope that is found by search, private packages with the credentials for them', async () => {
    const source = await server();
    const alice = await user(source, 'alice');
    const scope = uniqueName('@scope');
    const names = ['a', 'b', 'c'].map((base) => `${scope}/${base}`);
    for (const name of names) await alice.publish({ name, version: '1.0.0' });
    await alice.publish({ name: `${scope}-other/a`, version: '1.0.0' });
    await alice.publish({ name: `${scope}/d`, version: '1.0.0' }, { access: 'restricted' });
    // Search shows a publish a moment later.
    await expect
      .poll(async () => (await alice.get(`/-/v1/search?text=scope:${scope.slice(1)}`)).body.total)
      .toBe(4);
    const { host } = new URL(source.url);
    const npmrc = `//${host}/:_authToken=${alice.token}\n`;
    const { code, report } = await bring(source.url, [scope], { npmrc });
    expect(report.packages.map((each: any) => each.name)).toEqual([...names, `${scope}/d`]);
    expect(code).toBe(0);
    for (const name of names) expect((await reader.get(`/${escape(name)}`)).status).toBe(200);
  });

  test('brings texts as they are, control characters included', async () => {
    const name = uniqueName();
    const deprecated = 'use\u001b[1m another\r';
    upstream.publish(name, '1.0.0', { deprecated });
    const { report } = await bring(upstream.url, [name]);
    expect(report.packages).toMatchObject([{ name, imported: 1, leftOut: [], notes: [] }]);
    const { body } = await reader.get(`/${name}`);
    expect(body.versions['1.0.0'].deprecated).toBe(deprecated);
  });

  test('takes a list of all where there is no search, and says what to do where there is none', async () => {
    const scope = uniqueName('@scope');
    upstream.publish(`${scope}/a`, '1.0.0');
    upstream.answer('/-/all', (_, response) => {
      response.end(JSON.stringify({ _updated: 1, [`${scope}/a`]: {}, other: {} }));
    });
    const { report } = await bring(upstream.url, [`${scope}/*`]);
    expect(report.packages).toMatchObject([{ name: `${scope}/a`, imported: 1 }]);
    const none = await bring(upstream.url, [uniqueName('@none')]);
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('--packages')]);
  });

  test('gives no credentials to where it is redirected', async () => {
    const name = uniqueName();
    const tarball = upstream.publish(name, '1.0.0');
    const seen: (string | undefined)[] = [];
    const elsewhere = await serverThat((request, response) => {
      seen.push(request.headers.authorization);
      response.end(tarball);
    });
    upstream.answer(`/${name}/-/${name}-1.0.0.tgz`, (request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(302, { location: `${elsewhere}/blob` }).end();
    });
    const npmrc = [upstream.url, elsewhere]
      .map((url) => `//${new URL(url).host}/:_authToken=secret\n`)
      .join('');
    const { report } = await bring(upstream.url, [name], { npmrc });
    expect(report.packages).toMatchObject([{ name, imported: 1, leftOut: [] }]);
    expect(seen).toEqual(['Bearer secret', undefined]);
  });

  test('leaves out tarballs that are others than the document says, or can not be had', async () => {
    const name = uniqueName();
    upstream.publish(name, '1.0.0', { dist: { integrity: `sha512-${'A'.repeat(86)}==` } });
    upstream.publish(name, '1.0.1', { dist: { tarball: `${upstream.url}/nowhere.tgz` } });
    upstream.publish(name, '1.0.2', { dist: { tarball: 'file:///etc/passwd' } });
    upstream.publish(name, '1.0.3', { dist: { integrity: undefined, shasum: undefined } });
    const { report } = await bring(upstream.url, [name]);
    expect(report.packages).toMatchObject([
      {
        name,
        imported: 1,
        leftOut: [
          { version: '1.0.0', reason: expect.stringContaining('its tarball is damaged') },
          { version: '1.0.1', reason: expect.stringContaining('status 404') },
          { version: '1.0.2', reason: expect.stringContaining('no URL') },
        ],
      },
    ]);
  });

  test('tries again what fails in passing', async () => {
    const name = uniqueName();
    upstream.publish(name, '1.0.0');
    upstream.answer(`/${name}/-/${name}-1.0.0.tgz`, (_, response) => {
      upstream.answer(`/${name}/-/${name}-1.0.0.tgz`, undefined);
      response.writeHead(200, { 'content-length': '1000000' });
      response.write('half of it');
      response.destroy();
    });
    upstream.answer(`/${name}`, (_, response) => {
      upstream.answer(`/${name}`, undefined);
      response.writeHead(503).end();
    });
    const { code, report } = await bring(upstream.url, [name]);
    expect([code, report.packages]).toMatchObject([0, [{ name, imported: 1 }]]);
  });

  test('stops where nothing is reached, and does the rest when it is run again', async () => {
    const source = await startUpstream();
    const names = Array.from({ length: 3 }, () => uniqueName()).toSorted();
    for (const name of names) source.publish(name, '1.0.0');
    let asleep: Promise<void> | undefined;
    source.answer(`/${names[1]}`, (_, response) => {
      source.answer(`/${names[1]}`, undefined);
      response.destroy();
      asleep = source.sleep();
    });
    const begun = await bring(source.url, names, { more: ['--concurrency', '1'] });
    expect([begun.code, begun.stderr]).toEqual([4, expect.stringContaining('not be reached')]);
    expect(begun.report).toMatchObject({ stopped: true, error: { exitCode: 4 } });
    await asleep;
    await source.wake();
    const again = await bring(source.url, names);
    expect([again.code, again.report.packages]).toMatchObject([
      0,
      [{ present: 1 }, { imported: 1 }, { imported: 1 }],
    ]);
  });
});

test('pantry import removes what one left behind that was killed a day ago, and nothing else', async () => {
  const temporary = folder();
  const make = (name: string, days: number): string => {
    const made = path.join(temporary, name);
    mkdirSync(made);
    writeFileSync(path.join(made, '1.tgz'), 'x');
    utimesSync(made, new Date(), new Date(Date.now() - days * 86_400_000));
    return name;
  };
  make('pantry-import-Old123', 1.1);
  const kept = [make('pantry-import-New123', 0.9), make('pantry-import-of-others', 3)];
  const name = uniqueName();
  upstream.publish(name, '1.0.0');
  const args = ['import', 'registry', upstream.url, name, '--registry', destination.url];
  const env = { PANTRY_TOKEN: admin.token, TMPDIR: temporary };
  const { code, stderr } = await pantry(folder(), args, env);
  expect([code, stderr]).toEqual([0, '']);
  const left = readdirSync(temporary).filter((each) => each.startsWith('pantry-'));
  expect(left.toSorted()).toEqual(kept.toSorted());
});
