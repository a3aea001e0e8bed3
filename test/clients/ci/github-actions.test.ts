import { describe, expect, test } from 'vitest';

import { ofRepository } from '../../ci/runs.ts';
import { uniqueName } from '../../packages.ts';
import { isHere, npm11, npm12, pnpm12, type Program, yarn4 } from '../clients.ts';
import type { Home } from '../home.ts';
import { githubJob } from './job.ts';
import { startCiRegistry } from './registry.ts';

const registry = await startCiRegistry();

interface Publisher {
  readonly client: Program;
  readonly publish: readonly string[];
  /** What it needs before it publishes. */
  readonly before?: readonly string[];
  /** What it says to whoever is not let in. */
  readonly refused: RegExp;
}

const NPM =
  /npm notice \S+ does not trust github:mallory\/app \(repository 6666\): an owner of \S+ can run `npm trust github/;

const PUBLISHERS: readonly Publisher[] = [
  { client: npm11, publish: ['publish'], refused: NPM },
  { client: npm12, publish: ['publish'], refused: NPM },
  {
    client: pnpm12,
    publish: ['publish', '--no-git-checks'],
    refused: /does not trust github:mallory\/app/,
  },
  {
    client: yarn4,
    before: ['install', '--no-immutable'],
    publish: ['npm', 'publish'],
    refused: /authentication/i,
  },
];

function project(job: Home, name: string, version: string): { in: string } {
  return {
    in: job.project({
      'package.json': { name, version, publishConfig: { access: 'public' } },
      'yarn.lock': '',
      'README.md': `# ${name}\n`,
    }),
  };
}

describe.each(PUBLISHERS.filter(({ client }) => isHere(client)))(
  'a job of GitHub Actions with $client.name',
  ({ client, before, publish, refused }) => {
    const send = async (job: Home, at: { in: string }): Promise<void> => {
      if (before) await job.run(before, at);
      await job.run(publish, at);
    };

    test('publishes the first and the second version with no token on the disk; another repository does not', async () => {
      const name = `@${uniqueName('acme')}/${uniqueName()}`;
      const job = await githubJob(client, registry, registry.github);
      await send(job, project(job, name, '1.0.0'));
      await send(job, project(job, name, '1.0.1'));
      const { body } = await registry.admin.get(`/${name.replace('/', '%2f')}`);
      expect(body['dist-tags']).toEqual({ latest: '1.0.1' });
      expect(body.versions['1.0.1']['_npmUser']).toMatchObject({
        name: 'GitHub Actions',
        trustedPublisher: { id: 'github' },
      });
      const foreign = ofRepository('mallory/app', '6666', '66');
      const thief = await githubJob(client, registry, registry.github, foreign);
      const theirs = project(thief, name, '1.0.2');
      if (before) await thief.run(before, theirs);
      expect(await thief.fails(publish, theirs)).toMatch(refused);
    });
  },
);

describe('a job of GitHub Actions', () => {
  test('moves dist-tags with npm 12', async () => {
    const name = uniqueName();
    const job = await githubJob(npm12, registry, registry.github);
    await job.run(['publish'], project(job, name, '1.0.0'));
    await job.run(['dist-tag', 'add', `${name}@1.0.0`, 'stable']);
    const { body } = await registry.admin.get(`/-/package/${name}/dist-tags`);
    expect(body).toEqual({ latest: '1.0.0', stable: '1.0.0' });
  });

  test('publishes all packages of a workspace with npm', async () => {
    const names = [uniqueName(), uniqueName()];
    const job = await githubJob(npm12, registry, registry.github);
    const root = job.project({
      'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
      ...Object.fromEntries(
        names.map((name, index) => [`packages/p${index}/package.json`, { name, version: '1.0.0' }]),
      ),
    });
    await job.run(['publish', '--workspaces'], { in: root });
    for (const name of names) {
      expect((await registry.admin.get(`/${name}`)).status).toBe(200);
    }
  });
});
