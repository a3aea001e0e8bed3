import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { atEnd } from '../at-end.ts';
import { ownCiRegistry } from '../ci/registry.ts';
import { CIRCLE, circleRun, gitlabRun } from '../ci/runs.ts';
import { type Client, escape, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { folder } from '../target.ts';
import { type Outcome, pantry } from './run.ts';

const ci = await ownCiRegistry();
const { registry } = ci;
const alice = await user(registry, 'alice');

/** A folder of somebody who is logged in, with a package.json if there shall be one. */
function home(packageJson?: object, { token = alice.token, url = registry.url } = {}): string {
  const dir = folder();
  const npmrc = `registry=${url}/\n//${new URL(url).host}/:_authToken=${token}\n`;
  writeFileSync(path.join(dir, '.npmrc'), npmrc);
  if (packageJson) writeFileSync(path.join(dir, 'package.json'), JSON.stringify(packageJson));
  return dir;
}

/** Makes it a checkout of what lies there. */
function checkout(dir: string, origin: string): string {
  execFileSync('git', ['init', '--quiet', dir]);
  execFileSync('git', ['-C', dir, 'remote', 'add', 'origin', origin]);
  return dir;
}

async function published(): Promise<string> {
  const name = `@${uniqueName('scope')}/${uniqueName()}`;
  await alice.publish({ name, version: '1.0.0' });
  return name;
}

const listed = async (name: string, client: Client = alice): Promise<any> =>
  (await client.get(`/-/package/${escape(name)}/trust`)).body;

const trust = async (dir: string, ...args: readonly string[]): Promise<Outcome> =>
  pantry(dir, ['trust', ...args]);

const FILE = ['--file', 'release.yml'];

describe('pantry trust', () => {
  test('lets a workflow publish, lists who is trusted, and takes it back', async () => {
    const name = await published();
    const dir = home({ name, version: '1.0.0' });
    const where = '--repo acme/app --file release.yml --env production --ref refs/tags/v*';
    const what = '--reusable acme/ci/.github/workflows/publish.yml --repository-id 4242';
    const words = `github ${where} ${what} --allow-publish`.split(' ');
    const { code, stdout, stderr } = await trust(dir, ...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [{ id }] = await listed(name);
    expect(stdout.replace(/since .*/, 'since …')).toBe(
      [
        `${name} trusts github`,
        `  id             ${id}`,
        '  repository     acme/app',
        '  repository id  4242',
        '  file           release.yml',
        '  reusable       acme/ci/.github/workflows/publish.yml',
        '  environment    production',
        '  ref            refs/tags/v*',
        '  may            publish',
        '  since …',
        '',
      ].join('\n'),
    );
    const claims = {
      environment: 'production',
      ref: 'refs/tags/v1.0.1',
      job_workflow_ref: 'acme/ci/.github/workflows/publish.yml@refs/heads/main',
    };
    expect((await ci.offer(name, { ...claims, ref: 'refs/heads/main' })).status).toBe(403);
    const run = await ci.run(name, claims);
    expect((await run.publish({ name, version: '1.0.1' })).status).toBe(201);
    expect((await trust(dir, 'list')).stdout).toContain(`github\n  id             ${id}\n`);
    const all = JSON.parse((await trust(home(), 'list', name, '--json')).stdout);
    expect(all).toEqual(await listed(name));
    expect(await trust(dir, 'revoke', '--id', id)).toEqual({
      code: 0,
      stdout: `${name} trusts ${id} no longer\n`,
      stderr: '',
    });
    expect((await trust(dir, 'list')).stdout).toBe(`${name} trusts no workflow\n`);
    expect((await ci.offer(name, claims)).status).toBe(403);
  });

  test('takes the options of npm in its own spelling', async () => {
    const name = await published();
    const dir = home();
    const options = ['--repository=acme/app', '--environment=prod', '--allow-staged-publish', '-y'];
    const { code, stdout } = await trust(dir, 'github', name, ...FILE, ...options, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'github',
      claims: { repository: 'acme/app', environment: 'prod' },
      permissions: ['createStagedPackage'],
    });
    expect([JSON.parse(stdout)]).toEqual(await listed(name));
  });

  test('lets pipelines of GitLab and CircleCI publish', async () => {
    const name = await published();
    const dir = home();
    const gitlab = ['--project', 'acme/app', '--file', '.gitlab-ci.yml', '--repository-id', '5252'];
    expect(await trust(dir, 'gitlab', name, ...gitlab)).toMatchObject({ code: 0 });
    const run = gitlabRun(ci.gitlab.url, ci.audience);
    expect((await ci.exchange(name, ci.gitlab.sign(run))).status).toBe(201);
    const ids = `--org-id ${CIRCLE.organization} --project-id ${CIRCLE.project}`;
    const pipelines = `--pipeline-definition-id ${CIRCLE.pipeline} --context-id ${CIRCLE.context}`;
    const origin = '--vcs-origin github.com/acme/app --ref refs/heads/* --allow-publish';
    const circle = `${ids} ${pipelines} ${origin}`.split(' ');
    const { code, stdout } = await trust(dir, 'circleci', name, ...circle);
    expect(code).toBe(0);
    expect(stdout).toContain(`org id                  ${CIRCLE.organization}\n`);
    const iss = `${ci.circleci.url}/org/${CIRCLE.organization}`;
    const job = circleRun(ci.audience, { iss });
    expect((await ci.exchange(name, ci.circleci.sign(job))).status).toBe(201);
    const elsewhere = { ...job, jti: 'other', 'oidc.circleci.com/context-ids': [] };
    expect((await ci.exchange(name, ci.circleci.sign(elsewhere))).status).toBe(403);
  });

  test('names the issuer of a server of one’s own', async () => {
    const name = await published();
    const other = ['--repo', 'https://github.example.com/acme/app', '--issuer', ci.github.url];
    expect((await trust(home(), 'github', name, ...FILE, ...other)).code).toBe(0);
    expect((await ci.offer(name)).status).toBe(201);
    const unknown = [...other.slice(0, 3), 'https://github.example.com/_services/token'];
    const { code, stderr } = await trust(home(), 'github', name, ...FILE, ...unknown);
    expect([code, stderr]).toEqual([1, expect.stringContaining('"ciIssuers"')]);
  });

  test.each([
    'git@github.com:acme/app.git',
    'ssh://git@github.com/acme/app.git',
    'https://user:secret@github.com/acme/app',
  ])('takes the repository of the remote origin, and says so: %s', async (origin) => {
    const name = await published();
    const dir = checkout(home({ name }), origin);
    const { code, stdout, stderr } = await trust(dir, 'github', ...FILE, '--json');
    expect(code).toBe(0);
    expect(stderr).toBe(
      'pantry: taking github.com/acme/app, the remote "origin" of this checkout\n' +
        'pantry: taking --allow-publish, as nothing else was said\n',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      claims: { repository: 'acme/app' },
      permissions: ['createPackage'],
    });
  });

  test('takes what package.json says before a remote, which may be a fork', async () => {
    const name = await published();
    const repository = { type: 'git', url: 'git+https://github.com/acme/app.git' };
    const dir = checkout(home({ name, repository }), 'git@github.com:mallory/app.git');
    const { stdout, stderr } = await trust(dir, 'github', ...FILE, '--dry-run');
    expect(stderr).toContain('taking github.com/acme/app, the repository in package.json');
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'github',
      claims: { repository: 'acme/app' },
    });
    expect(await listed(name)).toEqual([]);
  });

  test('says what to do when the registry asks for a one-time password', async () => {
    const server = createServer((request, response) => {
      const { 'npm-otp': otp } = request.headers;
      response.setHeader('content-type', 'application/json');
      if (otp === '123456') response.end('[]');
      else {
        response.writeHead(401, { 'www-authenticate': 'OTP' });
        response.end(JSON.stringify({ error: 'two factors are asked for' }));
      }
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    atEnd(() => server.close());
    const { port } = server.address() as AddressInfo;
    const dir = home({ name: 'app' }, { url: `http://127.0.0.1:${port}` });
    const { code, stderr } = await trust(dir, 'list');
    expect(code).toBe(3);
    expect(stderr).toMatch(/two factors are asked for: repeat the command with --otp/);
    expect((await trust(dir, 'list', '--otp', '123456')).code).toBe(0);
  });

  test('shows the reason of the registry when it refuses', async () => {
    const bob = await user(registry, 'bob');
    const name = await published();
    const asBob = home(undefined, { token: bob.token });
    const repository = ['--repo', 'acme/app'];
    const refused = await trust(asBob, 'github', name, ...FILE, ...repository);
    expect([refused.code, refused.stdout]).toEqual([3, '']);
    expect(refused.stderr).toMatch(/was refused: .*owner/);
    const ref = await trust(home(), 'github', name, ...FILE, ...repository, '--ref', 'main');
    expect([ref.code, ref.stderr]).toEqual([1, expect.stringContaining('refs/heads/main')]);
    const free = await trust(home(), 'github', uniqueName(), ...FILE, ...repository);
    expect([free.code, free.stderr]).toEqual([1, expect.stringMatching(/was refused: .*not/)]);
  });

  test.each([
    ['nothing to do', [], /pantry trust <command>/],
    ['an unknown service', ['jenkins'], /github, gitlab, circleci/],
    ['no package', ['list'], /say which package/],
    ['two packages', ['list', 'a', 'b'], /"b" is one word too many/],
    ['an option of another service', ['github', 'a', '--org-id', 'x'], /--org-id/],
    ['no workflow', ['github', 'a', '--repo', 'acme/app'], /--file release\.yml/],
    ['no repository', ['github', 'a', ...FILE], /--repo owner\/name/],
    ['no project', ['gitlab', 'a', '--file', '.gitlab-ci.yml'], /--project group\/name/],
    ['a repository elsewhere', ['github', 'a', ...FILE, '--repo', 'git@gitlab.com:a/b'], /issuer/],
    ['no ids', ['circleci', 'a', '--org-id', CIRCLE.organization], /--project-id/],
    ['no id to revoke', ['revoke', 'a'], /--id/],
  ])('refuses %s in a sentence', async (_, args, sentence) => {
    const { code, stdout, stderr } = await trust(home(), ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
  });

  test.each([
    ['a name that is none', ['list', '..'], 2, /"\.\." is not the name of a package/],
    [
      'a registry without login',
      ['list', 'a', '--registry', 'https://npm.example.com/'],
      3,
      /login/,
    ],
  ])('fails on %s in a sentence', async (_, args, expected, sentence) => {
    const { code, stderr } = await trust(home(), ...args);
    expect(code).toBe(expected);
    expect(stderr).toMatch(sentence);
  });
});
