import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import { atEnd } from '../at-end.ts';
import { PASSWORD, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { freePort } from '../peers/process.ts';
import { startProcess } from '../server-process.ts';
import { folder } from '../target.ts';
import { everything, type Machine, machine, write } from './machine.ts';
import { pantry } from './run.ts';

const server = await startProcess(folder());
afterAll(async () => server.stop());
const target = {
  name: 'built server',
  url: server.url,
  origin: server.url,
  fetch: async (where: string, init?: RequestInit) => fetch(server.url + where, init),
};
const alice = await user(target, 'alice');

/** No client is here, whatever this machine has. */
const GIT = folder();
symlinkSync(execFileSync('which', ['git'], { encoding: 'utf8' }).trim(), path.join(GIT, 'git'));

interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly says: string;
  readonly fix?: string;
}

/** What is found that is not as it should be. */
async function examine(
  { project, home }: Machine,
  {
    url = server.url,
    env = {},
    args = [],
  }: { url?: string; env?: Record<string, string>; args?: readonly string[] } = {},
) {
  const { code, stdout, stderr } = await pantry(
    project,
    ['doctor', '--json', '--registry', url, ...args],
    { HOME: home, PATH: GIT, PANTRY_TOKEN: alice.token, ...env },
  );
  const { findings, problems } = JSON.parse(stdout) as { findings: Finding[]; problems: number };
  const bad = findings.filter(({ state }) => state !== 'ok');
  return { code, stderr, findings, problems, bad };
}

async function listen(answer: RequestListener): Promise<string> {
  const one = createServer(answer);
  await new Promise<void>((resolve) => {
    one.listen(0, '127.0.0.1', resolve);
  });
  atEnd(async () => void one.close());
  return `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
}

/** Where nothing listens. */
const nobody = async (): Promise<string> => `http://127.0.0.1:${await freePort()}`;

const empty = (): Machine => machine({ 'package.json': '{}' });

describe('pantry doctor', () => {
  test('finds nothing where nothing is wrong, and writes nothing', async () => {
    const here = empty();
    const before = everything(here);
    const { bad, code, findings } = await examine(here);
    expect(bad).toEqual([]);
    expect(code).toBe(0);
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['Node', 'registry', 'clock', 'login', 'tokens', 'configuration']),
    );
    expect(everything(here)).toEqual(before);
  });

  test('says it in lines, each with its fix, without --json', async () => {
    const { home, project } = empty();
    const args = ['doctor', '--registry', await nobody()];
    const { code, stdout } = await pantry(project, args, { HOME: home, PATH: GIT });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok {7}Node: this is Node/m);
    expect(stdout).toMatch(/^problem {2}registry: .* nothing listens there\n +→ is it running\?/m);
  });

  test('without a registry is one sentence', async () => {
    const { home, project } = empty();
    const outcome = await pantry(project, ['doctor'], { HOME: home });
    expect(outcome).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('say which registry'),
    });
  });
});

describe('the registry', () => {
  test.each<[string, RequestListener, string, RegExp]>([
    ['fails', (_, out) => void out.writeHead(503).end('{}'), 'problem', /with status 503/],
    [
      'sends elsewhere',
      (_, out) => void out.writeHead(301, { location: 'https://b.example/' }).end(),
      'problem',
      /sends elsewhere, to https:\/\/b.example\//,
    ],
    ['breaks off', (asked) => void asked.socket.destroy(), 'problem', /breaks off/],
    ['is of another kind', (_, out) => void out.end('{}'), 'warning', /of another kind/],
    [
      'has another time',
      (_, out) => void out.writeHead(200, { date: new Date(0).toUTCString() }).end('{}'),
      'warning',
      /seconds apart/,
    ],
  ])('that %s', async (_, answer, state, says) => {
    const { bad, code } = await examine(empty(), { url: await listen(answer) });
    expect(bad).toContainEqual(
      expect.objectContaining({ state, says: expect.stringMatching(says) }),
    );
    expect(code).toBe(state === 'problem' ? 1 : 0);
  });

  test('that does not exist is said once', async () => {
    const { bad } = await examine(empty(), { url: 'http://nothing.invalid' });
    expect(bad).toHaveLength(1);
    expect(bad[0]?.says).toMatch(/there is no such host|can’t be looked up/);
  });

  test('that calls itself otherwise', async () => {
    const url = await nobody();
    const { port } = new URL(url);
    const known = `http://localhost:${port}`;
    const other = await startProcess(folder(), ['--port', port, '--public-url', known]);
    atEnd(async () => other.stop());
    const ask = async (where: string, init?: RequestInit) => fetch(url + where, init);
    const bob = await user({ ...target, url, fetch: ask }, 'bob');
    const scope = `@${uniqueName('s')}`;
    await bob.publish({ name: `${scope}/a`, version: '1.0.0' });
    await expect
      .poll(async () => (await bob.get(`/-/v1/search?text=scope:${scope.slice(1)}`)).body.total)
      .toBe(1);
    const { bad } = await examine(empty(), { url, args: ['--scope', scope] });
    const found = bad.find(({ check }) => check === 'public URL');
    expect(found?.says).toContain(`the registry calls itself ${known}`);
    expect(found?.fix).toContain(`setup --registry ${known} --scope ${scope}`);
  });
});

describe('tokens', () => {
  test('that are not good', async () => {
    const { bad, code } = await examine(empty(), { env: { PANTRY_TOKEN: 'pantry_wrong' } });
    expect(bad[0]).toMatchObject({ check: 'login', fix: `pantry login --registry ${server.url}` });
    expect(bad[0]?.says).toContain('of PANTRY_TOKEN is not good');
    expect(code).toBe(1);
  });

  test('that are good for a few days only', async () => {
    const { body } = await alice.post('/-/npm/v1/tokens', {
      password: PASSWORD,
      name: 'short',
      expires: 3,
    });
    const { bad } = await examine(empty(), { env: { PANTRY_TOKEN: body.token } });
    expect(bad.map(({ says }) => says)).toEqual(['the token is good for 3 more days']);
  });

  test('that others can read, that git has, that git does not ignore', async () => {
    const line = '//npm.example.com/:_authToken=pantry_secret\n';
    const here = machine({
      'package.json': '{}',
      '.npmrc': line,
      '.env': 'PANTRY_TOKEN=pantry_x\n',
    });
    const { project, home } = here;
    write(path.join(home, '.npmrc'), line);
    chmodSync(path.join(home, '.npmrc'), 0o644);
    execFileSync('git', ['init', '--quiet', project]);
    execFileSync('git', ['-C', project, 'add', '.npmrc']);
    const { bad, stderr } = await examine(here);
    const said = bad.filter(({ check }) => check === 'tokens');
    expect(said.map(({ state }) => state)).toEqual(['warning', 'problem', 'warning']);
    expect(said[0]).toMatchObject({ fix: `chmod 600 ${path.join(home, '.npmrc')}` });
    expect(said[1]?.says).toContain('git has it');
    expect(said[2]?.says).toContain('git does not ignore it');
    expect(JSON.stringify(bad) + stderr).not.toContain('pantry_secret');
  });

  test('that are only referred to are none', async () => {
    const line = '//npm.example.com/:_authToken=${PANTRY_TOKEN}\n';
    const { bad } = await examine(machine({ 'package.json': '{}', '.npmrc': line }));
    expect(bad).toEqual([]);
  });
});

const lockOf = (host: string): string =>
  JSON.stringify({
    resolved: `${host}/@a/b/-/b-1.0.0.tgz`,
    other: 'https://x.example/c/-/c.tgz',
  });

describe('the project', () => {
  test('with files that contradict each other', async () => {
    const here = machine({ 'package.json': '{}', '.npmrc': '@a:registry=https://b.example/\n' });
    write(path.join(here.home, '.npmrc'), '@a:registry=https://c.example\n');
    const { bad } = await examine(here, { args: ['--scope', '@a'] });
    const found = bad.find(({ check }) => check === 'configuration');
    expect(found?.says).toContain('from https://b.example/');
    expect(found?.says).toContain('from https://c.example');
  });

  test('with a lockfile that leads elsewhere', async () => {
    const elsewhere = machine({ 'package-lock.json': lockOf('https://old.example') });
    const found = await examine(elsewhere, { args: ['--scope', '@a'] });
    expect(found.bad.find(({ check }) => check === 'lockfile')?.says).toMatch(
      /package-lock.json fetches packages of @a from old.example, whatever/,
    );
    const right = machine({ 'package-lock.json': lockOf(server.url) });
    const { bad } = await examine(right, { args: ['--scope', '@a'] });
    expect(bad.filter(({ check }) => check === 'lockfile')).toEqual([]);
  });

  test('with ages that hold back one’s own versions', async () => {
    const here = machine({ 'pnpm-lock.yaml': '', '.yarnrc.yml': '', 'deno.json': '{}' });
    const { bad } = await examine(here, { args: ['--scope', '@a'] });
    const held = bad.filter(({ says }) => says.includes('are held back'));
    expect(held.map(({ check }) => check)).toEqual(['pnpm', 'yarn', 'deno']);
    const fix = held[0]?.fix?.split(' ').slice(1) ?? [];
    await pantry(here.project, [...fix, '--yes'], { HOME: here.home, PATH: GIT });
    const after = await examine(here, { args: ['--scope', '@a'] });
    expect(after.bad.filter(({ says }) => says.includes('are held back'))).toEqual([]);
  });

  test('with a broken file or a broken client: what depends on it is not known, all else is', async () => {
    const here = machine({ 'package.json': '{}', '.yarnrc.yml': 'a: [\n' });
    const bin = path.join(here.home, 'bin');
    write(path.join(bin, 'yarn'), '#!/bin/sh\necho broken >&2\nexit 1\n');
    chmodSync(path.join(bin, 'yarn'), 0o755);
    const { bad, findings } = await examine(here, { env: { PATH: `${bin}:${GIT}` } });
    const unknown = bad.filter(({ says }) => says.startsWith('this could not be looked at'));
    expect(unknown.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['yarn', 'ages', 'configuration']),
    );
    expect(findings).toContainEqual(expect.objectContaining({ check: 'registry', state: 'ok' }));
  });
});

describe('the machine', () => {
  test('with a proxy in between, and with an exception', async () => {
    const url = server.url;
    const { bad } = await examine(empty(), { url, env: { http_proxy: 'http://127.0.0.1:1' } });
    expect(bad).toEqual([
      expect.objectContaining({ fix: expect.stringContaining('NO_PROXY=localhost') }),
    ]);
    const env = { http_proxy: 'http://127.0.0.1:1', NO_PROXY: 'x.example, localhost' };
    expect((await examine(empty(), { url, env })).bad).toEqual([]);
  });

  test('with certificates that are not there, or are not checked', async () => {
    const env = { NODE_EXTRA_CA_CERTS: '/nowhere.pem', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { bad } = await examine(empty(), { env });
    expect(bad.map(({ says }) => says)).toEqual([
      '/nowhere.pem, which NODE_EXTRA_CA_CERTS names, can’t be read',
      'certificates are not checked',
    ]);
  });
});
