import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';

import { enrol } from '../authenticator.ts';
import { anonymous, user } from '../client.ts';
import { hasTerminal } from '../clients/terminal.ts';
import { uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { verdaccioStorage } from '../verdaccio/storage.ts';
import { answering } from './answering.ts';
import { COMMAND, pantry } from './run.ts';
import { CTRL_C, session } from './session.ts';

function storageOf(count: number) {
  const storage = verdaccioStorage();
  const names = Array.from({ length: count }, () => uniqueName()).toSorted();
  for (const name of names) storage.publish(name, { '1.0.0': {} });
  return { root: storage.root, names };
}

type Answer = Parameters<typeof answering>[0];

const unwell: Answer = (_, response) => {
  response.writeHead(503, { 'retry-after': '0.01' }).end('{"error":"not now"}');
};
const page: Answer = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
};

describe('pantry import to', () => {
  const env = { PANTRY_TOKEN: 'pantry_of_nobody_1' };
  const bring = async (to: string, ...more: readonly string[]) =>
    pantry(
      folder(),
      ['import', 'verdaccio', storageOf(3).root, '--registry', to, '--concurrency', '1', ...more],
      env,
    );

  test('where nothing listens ends at once, and says that the rest waits', async () => {
    const { code, stdout, stderr } = await bring('http://127.0.0.1:1');
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^pantry: 127\.0\.0\.1:1 could not be reached: .*; run the command again/,
    );
    expect(stdout).toMatch(/stopped with 1 of 3 packages begun: run it again for the rest\n$/);
  });

  test('a registry that fails ends at once', async () => {
    const { url } = await answering(unwell);
    const { code, stdout, stderr } = await bring(url, '--json');
    expect([code, stderr]).toEqual([4, expect.stringContaining('not now; run the command again')]);
    expect(JSON.parse(stdout)).toMatchObject({ stopped: true, asked: 3, error: { exitCode: 4 } });
  });

  test('what is no registry says so', async () => {
    const { url } = await answering(page);
    const { code, stdout } = await bring(url);
    expect([code, stdout]).toEqual([1, expect.stringContaining('is it a Pantry registry?')]);
  });
});

const bringFrom = async (from: string, to: string, token: string) =>
  pantry(folder(), ['import', 'registry', from, 'left-pad', 'is-odd', '--registry', to], {
    PANTRY_TOKEN: token,
  });

describe('pantry import from', () => {
  test.each([
    ['fails', unwell, 'not now'],
    ['is no registry', page, 'no document of a package: is it a registry?'],
  ] as const)(
    'a source that %s leaves its packages out and says why',
    async (_, answer, reason) => {
      const registry = await server();
      const admin = await user(registry, 'admin');
      const { url } = await answering(answer);
      const { code, stdout, stderr } = await bringFrom(url, registry.url, admin.token);
      expect([code, stderr]).toEqual([1, '']);
      for (const name of ['is-odd', 'left-pad']) {
        expect(stdout).toMatch(new RegExp(`^left out: ${name}: the source answers.*`, 'm'));
      }
      expect(stdout).toContain(reason);
      expect((await anonymous(registry).get('/left-pad')).status).toBe(404);
    },
  );

  test('a source that fails where it is asked for its names ends with its sentence', async () => {
    const { url } = await answering(unwell);
    const args = ['import', 'registry', url, '@acme', '--registry', 'http://127.0.0.1:1'];
    const { code, stderr } = await pantry(folder(), args, { PANTRY_TOKEN: 'pantry_of_nobody_1' });
    expect([code, stderr]).toEqual([4, expect.stringContaining('not now')]);
  });

  test('a source where nothing listens ends at once', async () => {
    const registry = await server();
    const admin = await user(registry, 'admin');
    const { code, stderr } = await bringFrom('http://127.0.0.1:1', registry.url, admin.token);
    expect([code, stderr]).toEqual([
      4,
      expect.stringContaining('127.0.0.1:1 could not be reached'),
    ]);
  });

  test('what is no URL and no package says so', async () => {
    const registry = await server();
    const admin = await user(registry, 'admin');
    const run = async (...args: readonly string[]) =>
      pantry(folder(), ['import', ...args, '--registry', registry.url], {
        PANTRY_TOKEN: admin.token,
      });
    const noUrl = await run('registry', 'old.example', 'left-pad');
    expect([noUrl.code > 0, noUrl.stderr]).toEqual([true, expect.stringMatching(/^pantry: .*URL/)]);
    const noName = await run('registry', 'http://127.0.0.1:1', 'left pad');
    expect([noName.code, noName.stderr]).toEqual([2, expect.stringContaining('is no package')]);
    const many = await run('verdaccio', storageOf(1).root, '--concurrency', 'many');
    expect([many.code, many.stderr]).toEqual([2, expect.stringContaining('1 to 64, not "many"')]);
  });
});

test('pantry import says where its report can not be kept, and brings nothing', async () => {
  const registry = await server();
  const admin = await user(registry, 'admin');
  const { root, names } = storageOf(1);
  const { code, stderr } = await pantry(
    folder(),
    ['import', 'verdaccio', root, '--registry', registry.url],
    { PANTRY_TOKEN: admin.token, TMPDIR: path.join(folder(), 'nowhere') },
  );
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/can't be kept in .*nowhere: .*TMPDIR/),
  ]);
  expect((await anonymous(registry).get(`/${names[0]}`)).status).toBe(404);
});

test('pantry import says where its report has no room, whatever was written of it', async () => {
  const { url } = await answering((_, response) => {
    response.end('{"exists":false,"tags":{},"versions":{},"taken":[]}');
  });
  const storage = verdaccioStorage();
  const name = uniqueName();
  const numbers = Array.from({ length: 300 }, (_, patch) => `1.0.${patch}`);
  storage.publish(name, Object.fromEntries(numbers.map((number) => [number, {}])));
  for (const number of numbers) rmSync(storage.file(name, `${name}-${number}.tgz`));
  const home = folder();
  // No file may be larger than 4 or 8 KB: of a report of more, a part is written.
  const limited = ['-c', 'ulimit -f 8 && exec "$0" "$@"', process.execPath, COMMAND];
  const args = ['import', 'verdaccio', storage.root, '--registry', url, '--json'];
  const child = spawn('sh', [...limited, ...args], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, PANTRY_TOKEN: 'pantry_of_nobody_1' },
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  expect([code, stdout, stderr]).toEqual([
    1,
    expect.any(String),
    expect.stringMatching(/^pantry: the report can't be kept in .*: EFBIG.*TMPDIR.*\n$/),
  ]);
});

describe.runIf(hasTerminal)('pantry import at a terminal', () => {
  test('shows how far it is; Ctrl-C leaves what is there whole, and the next run does the rest', async () => {
    const registry = await server();
    const admin = await user(registry, 'admin');
    const storage = verdaccioStorage();
    // Nothing is drawn while it is brought, which is when somebody types.
    const [long, short] = [uniqueName('a'), uniqueName('b')];
    const numbers = Array.from({ length: 600 }, (_, patch) => `1.0.${patch}`);
    storage.publish(long, Object.fromEntries(numbers.map((number) => [number, {}])));
    storage.publish(short, { '1.0.0': {} });
    const home = session(registry.url, admin.token);
    const args = ['import', 'verdaccio', storage.root, '--registry', registry.url];
    const stopped = await home.onTerminal(
      [...args, '--concurrency', '1'],
      [[/0 % of 2 packages/, CTRL_C]],
    );
    expect([stopped.code, stopped.text]).toEqual([
      130,
      expect.stringMatching(/finishing what is under way[^]*stopped with 1 of 2 packages begun/),
    ]);
    const { body } = await admin.get(`/-/v1/imports/${long}`);
    const count = Object.keys(body.versions).length;
    expect([count % 50, count < 600]).toEqual([0, true]);
    expect((await anonymous(registry).get(`/${short}`)).status).toBe(404);
    const again = await home.run(args);
    expect([again.code, again.stderr]).toEqual([0, '']);
    for (const [name, versions] of [
      [long, numbers],
      [short, ['1.0.0']],
    ] as const) {
      const document = (await anonymous(registry).get(`/${name}`)).body;
      expect([name, Object.keys(document.versions)]).toEqual([name, versions]);
    }
  }, 180_000);

  test('brings nothing after Ctrl-C at the code that is asked for', async () => {
    const registry = await server();
    const admin = await user(registry, 'admin');
    await enrol(registry, admin);
    const { root, names } = storageOf(3);
    const home = session(registry.url, admin.token);
    const args = ['import', 'verdaccio', root, '--registry', registry.url];
    const { code } = await home.onTerminal(args, [[/one-time pass/, CTRL_C]]);
    expect(code).toBe(130);
    for (const name of names) {
      expect((await anonymous(registry).get(`/${name}`)).status).toBe(404);
    }
  });
});
