import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { anonymous, signUp } from '../client.ts';
import { publishDocument } from '../packages.ts';
import { startProcess } from '../server-process.ts';
import { at, folder } from '../target.ts';

/** A command line that ends by itself. */
function pantry(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/pantry.mjs', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
    timeout: 50_000,
  });
  return { status, stdout, stderr };
}

async function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

describe('the process', () => {
  test('says where it is and how the first user becomes admin', async () => {
    const data = folder();
    const registry = await startProcess(data);
    expect(registry.output()).toContain('Pantry is ready at http://localhost:');
    expect(registry.output()).toContain(`data      ${data}`);
    await expect.poll(() => registry.output()).toContain('the first user to log in becomes admin');
    expect(await registry.stop()).toBe(0);
  });

  test('finishes what was begun when it is told to stop, and exits with 0', async () => {
    const data = folder();
    const registry = await startProcess(data);
    const { body } = await signUp(at(registry.url), 'alice', 'a password');
    const text = JSON.stringify(publishDocument({ name: 'slow', version: '1.0.0' }));
    const { port } = new URL(registry.url);
    const socket = connect(Number(port), '127.0.0.1');
    const said = async (): Promise<string> => String((await once(socket, 'data'))[0]);
    socket.write(
      `PUT /slow HTTP/1.1\r\nhost: localhost:${port}\r\nauthorization: Bearer ${body.token}\r\n` +
        `content-type: application/json\r\ncontent-length: ${text.length}\r\nexpect: 100-continue\r\n\r\n`,
    );
    expect(await said()).toMatch(/^HTTP\/1\.1 100/);
    socket.write(text.slice(0, 100));
    const stopped = registry.stop();
    await expect.poll(async () => takesConnections(Number(port))).toBe(false);
    socket.write(text.slice(100));
    expect(await said()).toMatch(/^HTTP\/1\.1 201/);
    socket.destroy();
    expect(await stopped).toBe(0);
    const again = await startProcess(data);
    expect((await anonymous(at(again.url)).get('/slow')).status).toBe(200);
    await again.stop();
  });

  test('refuses a data folder that another one uses, until that one is gone', async () => {
    const data = folder();
    const first = await startProcess(data);
    const second = pantry(['start', '--port', '0', '--data', data]);
    expect(second.status).toBe(1);
    expect(second.stderr).toMatch(/^pantry: another registry is running on .*stop it first/);
    await first.stop('SIGKILL');
    const third = await startProcess(data);
    expect(await third.stop()).toBe(0);
  });

  test('starts again behind manifests that have halves of characters', async () => {
    const data = folder();
    const first = await startProcess(data);
    const alice = anonymous(at(first.url)).with(
      (await signUp(at(first.url), 'alice', 'a password')).body.token,
    );
    const odd = { other: '\ud800', long: `${'x'.repeat(99)}😀`, 'b\udfff': '1.0.0' };
    await alice.publish({ name: 'odd', version: '1.0.0', dependencies: odd });
    await first.stop('SIGKILL');
    const again = await startProcess(data);
    for (const page of ['odd', 'odd/dependencies', 'other/dependents']) {
      const { status } = await anonymous(at(again.url)).get(`/-/web/package/${page}`);
      expect([page, status]).toEqual([page, page.startsWith('odd') ? 200 : 404]);
    }
    expect(await again.stop()).toBe(0);
  });

  test('refuses a port that is taken, in a sentence', async () => {
    const first = await startProcess(folder());
    const { port } = new URL(first.url);
    const second = pantry(['start', '--port', port, '--data', folder()]);
    expect([second.status, second.stderr]).toEqual([1, expect.stringContaining('--port')]);
    await first.stop();
  });

  test('beyond loopback prints the one-time pass that makes the first admin', async () => {
    const registry = await startProcess(folder(), ['--host', '0.0.0.0']);
    const output = (): string => registry.output();
    await expect.poll(output).toMatch(/sign-up +invite/);
    const code = /^ +(\d{4} \d{4} \d{4})$/m.exec(output())?.[1] ?? '';
    const target = at(registry.url);
    const asked = await signUp(target, 'alice', 'a long password');
    expect(asked.headers.get('www-authenticate')).toBe('otp');
    const wrong = await signUp(target, 'alice', 'a long password', { 'npm-otp': '000000000000' });
    expect(wrong.status).toBe(401);
    const right = await signUp(target, 'alice', 'a long password', { 'npm-otp': code });
    expect(right.status).toBe(201);
    const alice = anonymous(target).with(right.body.token);
    expect((await alice.post('/-/v1/invites', undefined)).status).toBe(201);
    await registry.stop();
  });
});

const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  pantry(['start', '--data', folder(), ...args], env);

describe('the configuration', () => {
  test.each([
    [['--port', 'many'], {}, '--port must be a number; it is "many"'],
    [['--port', '70000'], {}, '--port must be at most 65535; it is 70000'],
    [[], { PANTRY_SIGN_UP: 'maybe' }, 'PANTRY_SIGN_UP must be one of open, invite, closed'],
    [['--public-url', 'nowhere'], {}, '--publicUrl must be a URL such as'],
    [['--no-such-thing', '1'], {}, 'there is no option --no-such-thing'],
    [['--config', 'not-there.json'], {}, "not-there.json can't be read"],
  ])('%j %j stops the start with a sentence', (args, env, sentence) => {
    const { status, stderr } = start(args, env);
    expect([status === 0, stderr]).toEqual([false, expect.stringContaining(sentence)]);
    expect(stderr).not.toContain('    at ');
  });

  test.each([
    ['{"prot": 1}', 'settings that do not exist: prot'],
    ['{', 'is not valid JSON'],
    ['[]', 'must hold one JSON object'],
    ['{"port": "4873"}', '"port" in'],
  ])('a file with %s stops the start with a sentence', (text, sentence) => {
    const dir = folder();
    mkdirSync(dir, { recursive: true });
    const file = path.join(dir, 'pantry.json');
    writeFileSync(file, text);
    const { status, stderr } = start(['--config', file]);
    expect([status, stderr]).toEqual([1, expect.stringContaining(sentence)]);
  });

  test('comes from the command line before the environment before the file', async () => {
    const dir = folder();
    const file = path.join(dir, 'pantry.json');
    writeFileSync(file, JSON.stringify({ signUp: 'closed', newPackages: 'private' }));
    const registry = await startProcess(path.join(dir, 'data'), [
      '--config',
      file,
      '--sign-up',
      'open',
    ]);
    await expect.poll(() => registry.output()).toMatch(/sign-up +open/);
    await registry.stop();
  });
});

describe('the jobs as commands', () => {
  test('rebuild and gc run on a folder that nobody uses, and ask a running registry', async () => {
    const data = folder();
    const registry = await startProcess(data);
    const { body } = await signUp(at(registry.url), 'alice', 'a password');
    const alice = anonymous(at(registry.url)).with(body.token);
    await alice.publish({ name: 'thing', version: '1.0.0' });
    const asked = pantry(['gc', '--registry', registry.url], { PANTRY_TOKEN: body.token });
    expect([asked.status, asked.stdout]).toEqual([0, 'gc: 1 kept, 0 removed, 0 bytes\n']);
    const refused = pantry(['rebuild', '--registry', registry.url], { PANTRY_TOKEN: 'wrong' });
    expect([refused.status, refused.stderr]).toEqual([3, expect.stringContaining('not valid')]);
    expect(pantry(['rebuild', '--data', data]).stderr).toContain('another registry is running');
    await registry.stop();
    const own = pantry(['rebuild', '--data', data]);
    expect([own.status, own.stdout]).toEqual([0, 'rebuild: 1 checked, 0 repaired\n']);
  });

  test('a damaged table is told in a sentence', () => {
    const data = folder();
    writeFileSync(path.join(data, 'table.db'), 'this is no table '.repeat(100));
    const { status, stderr } = pantry(['start', '--port', '0', '--data', data]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^pantry: .*it is damaged.*\n$/)]);
  });

  test('what is no command is told how to find one', () => {
    const { status, stderr } = pantry(['frobnicate']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('pantry help')]);
    for (const asking of [['help'], ['--help'], ['start', '--help'], ['start', '-h']]) {
      const answer = pantry(asking);
      expect([answer.status, answer.stdout]).toEqual([
        0,
        expect.stringContaining('Usage: pantry '),
      ]);
    }
    expect(pantry(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
