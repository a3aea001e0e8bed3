import { describe, expect, test } from 'vitest';

import { CIRCLE } from '../../ci/runs.ts';
import { uniqueName } from '../../packages.ts';
import { npm11, npm12 } from '../clients.ts';
import { person } from '../home.ts';
import { githubJob } from './job.ts';
import { startCiRegistry } from './registry.ts';

const registry = await startCiRegistry();

describe.each([npm11, npm12])('npm trust with $name', (npm) => {
  test('lets a workflow publish a package, lists who is trusted, and takes it back', async () => {
    const alice = await person(npm, registry);
    const name = uniqueName();
    const first = { in: alice.project({ 'package.json': { name, version: '1.0.0' } }) };
    await alice.run(['publish'], first);
    const github = ['--repo', 'acme/app', '--file', 'release.yml', '--allow-publish', '--yes'];
    await alice.run(['trust', 'github', name, ...github], first);
    const job = await githubJob(npm, registry, registry.github);
    const second = { in: job.project({ 'package.json': { name, version: '1.0.1' } }) };
    await job.run(['publish'], second);
    const { stdout } = await alice.run(['trust', 'list', name, '--json']);
    const listed = JSON.parse(stdout);
    const [trusted] = Array.isArray(listed) ? listed : [listed];
    expect(trusted).toMatchObject({ type: 'github', repository: 'acme/app' });
    await alice.run(['trust', 'revoke', name, '--id', trusted.id]);
    const third = { in: job.project({ 'package.json': { name, version: '1.0.2' } }) };
    expect(await job.fails(['publish'], third)).toContain('does not trust github:acme/app');
  });

  test('takes GitLab and CircleCI', async () => {
    const alice = await person(npm, registry);
    const name = uniqueName();
    await alice.http.publish({ name, version: '1.0.0' });
    const gitlab = [
      '--project',
      'acme/app',
      '--file',
      '.gitlab-ci.yml',
      '--allow-publish',
      '--yes',
    ];
    await alice.run(['trust', 'gitlab', name, ...gitlab]);
    const circle = [
      ['--org-id', CIRCLE.organization],
      ['--project-id', CIRCLE.project],
      ['--pipeline-definition-id', CIRCLE.pipeline],
      ['--vcs-origin', 'github.com/acme/app'],
    ];
    await alice.run(['trust', 'circleci', name, ...circle.flat(), '--allow-publish', '--yes']);
    const { body } = await alice.http.get(`/-/package/${name}/trust`);
    expect(body.map(({ type }: { type: string }) => type)).toEqual(['gitlab', 'circleci']);
  });
});
