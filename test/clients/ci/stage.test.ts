import { describe, expect, test } from 'vitest';

import { uniqueName } from '../../packages.ts';
import { approve, versionsOf } from '../../staging.ts';
import { isHere, npm11, npm12, pnpm12, type Program, yarn4 } from '../clients.ts';
import { githubJob } from './job.ts';
import { startCiRegistry } from './registry.ts';

const registry = await startCiRegistry(['--from-ci', 'stage']);

interface Stager {
  readonly client: Program;
  readonly publish: readonly string[];
  readonly stage: readonly string[];
  readonly before?: readonly string[];
}

const STAGERS: readonly Stager[] = [
  { client: npm11, publish: ['publish'], stage: ['stage', 'publish'] },
  { client: npm12, publish: ['publish'], stage: ['stage', 'publish'] },
  {
    client: pnpm12,
    publish: ['publish', '--no-git-checks'],
    stage: ['stage', 'publish', '--no-git-checks'],
  },
  {
    client: yarn4,
    publish: ['npm', 'publish'],
    stage: ['npm', 'publish', '--staged'],
    before: ['install', '--no-immutable'],
  },
];

describe.each(STAGERS.filter(({ client }) => isHere(client)))(
  'a job that has to stage, with $client.name',
  ({ client, publish, stage, before }) => {
    test('publishes nothing by itself; what it stages is published by a person', async () => {
      const name = `@${uniqueName('acme')}/${uniqueName()}`;
      const job = await githubJob(client, registry, registry.github);
      for (const version of ['1.0.0', '1.0.1']) {
        const manifest = { name, version, publishConfig: { access: 'public' } };
        const at = { in: job.project({ 'package.json': manifest, 'yarn.lock': '' }) };
        if (before) await job.run(before, at);
        await job.fails(publish, at);
        await job.run(stage, at);
      }
      const path = `/-/stage?package=${name.replace('/', '%2f')}`;
      const { items } = (await registry.admin.get(path)).body;
      expect(items).toMatchObject([
        { version: '1.0.0', actor: 'github:acme/app', actorType: 'CI run' },
        { version: '1.0.1' },
      ]);
      for (const { id } of items) expect((await approve(registry.admin, id)).status).toBe(200);
      expect(await versionsOf(registry.admin, name)).toEqual(['1.0.0', '1.0.1']);
    });
  },
);
