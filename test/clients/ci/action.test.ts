import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { ofRepository } from '../../ci/runs.ts';
import { pack, uniqueName } from '../../packages.ts';
import type { Home } from '../home.ts';
import { packCommand, VERSION } from '../package/packed.ts';
import { githubJob } from './job.ts';
import { startCiRegistry } from './registry.ts';
import { RUNNER, step } from './steps.ts';

const registry = await startCiRegistry();
const pantry = await packCommand();

const ACTION = '.github/actions/publish/action.yml';

interface Published {
  readonly name: string;
  readonly version: string;
}

type Inputs = Readonly<Record<string, string>>;

/** A job that uses the action; each script runs where the runner would run it. */
async function action(claims: Inputs = {}) {
  const job = await githubJob(RUNNER, registry, registry.github, claims);
  const temporary = path.join(job.folder, 'runner');
  mkdirSync(temporary);
  const output = path.join(temporary, 'output');
  writeFileSync(output, '');
  const runner = { RUNNER_TEMP: temporary, GITHUB_OUTPUT: output };
  const script = (name: string, inputs: Inputs) =>
    step(ACTION, name, { registry: registry.url, pantry, ...inputs }, runner);
  const outputs = (): Inputs =>
    Object.fromEntries(
      readFileSync(output, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  const published = (): readonly Published[] => JSON.parse(outputs()['published'] ?? '');
  return { job, script, outputs, published };
}

const project = (job: Home, manifest: object): { in: string } => ({
  in: job.project({ 'package.json': manifest, 'README.md': '# One\n' }),
});

describe('the action', () => {
  test('publishes the first and the second version of a package with no token', async () => {
    const { job, script, outputs, published } = await action();
    const name = `@${uniqueName('acme')}/${uniqueName()}`;
    await job.run(script('Look for Node 20.19 or later', {}));
    expect(outputs()['usable']).toBe('true');
    await job.run(script('Install pantry', {}));
    await job.run(script('Publish', {}), project(job, { name, version: '1.0.0' }));
    expect(published()).toEqual([{ name, version: '1.0.0' }]);
    const second = project(job, { name, version: '1.1.0-0' });
    await job.run(script('Publish', { tag: 'next', access: 'public' }), second);
    expect(published()).toEqual([{ name, version: '1.1.0-0' }]);
    const { body } = await registry.admin.get(`/${name.replace('/', '%2f')}`);
    expect(body['dist-tags']).toEqual({ latest: '1.0.0', next: '1.1.0-0' });
    expect(body.versions['1.0.0']['_npmUser']).toMatchObject({
      trustedPublisher: { id: 'github' },
    });
  });

  test('publishes a tarball that was packed before', async () => {
    const { job, script, published } = await action();
    const name = uniqueName();
    const at = { in: job.project({}) };
    writeFileSync(path.join(at.in, 'one.tgz'), pack({ name, version: '1.0.0' }, {}));
    await job.run(script('Install pantry', {}));
    await job.run(script('Publish', { path: 'one.tgz' }), at);
    expect(published()).toEqual([{ name, version: '1.0.0' }]);
    expect((await registry.admin.get(`/${name}`)).status).toBe(200);
  });

  test('publishes what is new in a workspace, or has it wait for a person', async () => {
    const { job, script, published } = await action();
    const [one, two] = [uniqueName(), uniqueName()];
    const at = {
      in: job.project({
        'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
        'packages/one/package.json': {
          name: one,
          version: '1.0.0',
          dependencies: { [two]: '^1.0.0' },
        },
        'packages/two/package.json': { name: two, version: '1.0.0' },
      }),
    };
    await job.run(script('Install pantry', {}));
    await job.run(script('Publish', { workspaces: 'true', to: 'pantry' }), at);
    expect(published()).toEqual([
      { name: two, version: '1.0.0' },
      { name: one, version: '1.0.0' },
    ]);
    await job.run(script('Publish', { workspaces: 'true' }), at);
    expect(published()).toEqual([]);
    const next = project(job, { name: two, version: '1.0.1' });
    await job.run(script('Publish', { stage: 'true' }), next);
    expect((await registry.admin.get(`/${two}`)).body.versions).not.toHaveProperty('1.0.1');
    expect(published()).toEqual([{ name: two, version: '1.0.1' }]);
  });

  test('with dry-run says what it would publish, and publishes nothing', async () => {
    const { job, script, published } = await action();
    const name = uniqueName();
    await job.run(script('Install pantry', {}));
    await job.run(
      script('Publish', { 'dry-run': 'true' }),
      project(job, { name, version: '1.0.0' }),
    );
    expect(published()).toEqual([{ name, version: '1.0.0' }]);
    expect((await registry.admin.get(`/${name}`)).status).toBe(404);
  });

  test('fails where the registry does not trust the repository, and says whom it would', async () => {
    const { job, script, published } = await action();
    const name = uniqueName();
    await job.run(script('Install pantry', {}));
    await job.run(script('Publish', {}), project(job, { name, version: '1.0.0' }));
    const thief = await action(ofRepository('mallory/app', '6666', '66'));
    await thief.job.run(thief.script('Install pantry', {}));
    const theirs = project(thief.job, { name, version: '1.0.1' });
    const text = await thief.job.fails(thief.script('Publish', {}), theirs);
    expect(text).toContain('does not trust github:mallory/app');
    expect(thief.published()).toEqual([]);
    expect(published()).toHaveLength(1);
  });

  test('runs no command that an input holds', async () => {
    const { job, script } = await action();
    await job.run(script('Install pantry', {}));
    const tag = '"; touch "$HOME/owned"; $(touch "$HOME/owned") `touch "$HOME/owned"` #';
    await job.fails(
      script('Publish', { tag }),
      project(job, { name: uniqueName(), version: '1.0.0' }),
    );
    expect(existsSync(path.join(job.folder, 'owned'))).toBe(false);
  });

  test('wants a Node set up where there is none that can run it', async () => {
    const { job, script, outputs } = await action();
    const old = path.join(job.folder, 'old');
    mkdirSync(old);
    writeFileSync(path.join(old, 'node'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const [, ...rest] = [...RUNNER.command, ...script('Look for Node 20.19 or later', {})];
    await job.run([`PATH=${old}:/usr/bin:/bin`, ...rest]);
    expect(outputs()['usable']).toBe('false');
  });
});

describe('the workflow for npm', () => {
  test('packs with the repository that it runs in, and would publish that', async () => {
    const job = await githubJob(RUNNER, registry, registry.github);
    const file = '.github/workflows/releaser-npm.yml';
    const runner = { RUNNER_TEMP: job.folder, npm_config_registry: registry.url };
    const name = uniqueName();
    const at = project(job, { name, version: '1.0.0' });
    await job.run(step(file, 'Pack', {}, runner), at);
    expect(existsSync(path.join(job.folder, 'npm-package', `${name}-1.0.0.tgz`))).toBe(true);
    expect(JSON.parse(readFileSync(path.join(at.in, 'package.json'), 'utf8')).repository).toEqual({
      type: 'git',
      url: 'git+https://github.com/acme/app.git',
    });
    const { text } = await job.run(step(file, 'Publish', { 'dry-run': 'true' }, runner), at);
    expect(text).toContain(`+ ${name}@1.0.0`);
  });
});

async function compare(tag: string) {
  const job = await githubJob(RUNNER, registry, registry.github);
  const output = path.join(job.folder, 'output');
  const runner = { GITHUB_REF_NAME: tag, GITHUB_OUTPUT: output };
  const name = 'Compare the tag with the version';
  return { job, output, args: step('.github/workflows/release.yml', name, {}, runner) };
}

test('a release is of the version that its tag says', async () => {
  const { job, args, output } = await compare(`v${VERSION}`);
  await job.run(args, { in: process.cwd() });
  expect(readFileSync(output, 'utf8')).toBe('tag=latest\n');
  const other = await compare('v99.0.0');
  expect(await other.job.fails(other.args, { in: process.cwd() })).toContain(
    `the tag is v99.0.0, and package.json has version ${VERSION}`,
  );
});
