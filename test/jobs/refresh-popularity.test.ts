import { expect, test } from 'vitest';

import { refreshPopularity } from '#jobs/refresh-popularity.ts';

import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';

const NPM = 'npm/12.2.0 node/v24.21.0 linux x64 workspaces/false';

test('of packages that match alike, the one that is downloaded more comes first the day after', async () => {
  const registry = await server();
  const alice = await user(registry);
  const word = uniqueName('word').replaceAll('-', '');
  const [used, newer] = [`${word}-used`, `${word}-newer`];
  for (const name of [used, newer]) await alice.publish({ name, version: '1.0.0' });
  for (let time = 0; time < 40; time += 1) {
    const path = `/${used}/-/${used}-1.0.0.tgz`;
    await (await registry.fetch(path, { headers: { 'user-agent': NPM } })).arrayBuffer();
  }
  // What was downloaded is added up for whoever asks, and both are indexed behind their publish.
  await registry.fetch('/-/v1/top');
  const search = async (): Promise<readonly Found[]> =>
    (await alice.get(`/-/v1/search?text=${word}`)).body.objects;
  await expect.poll(async () => (await search()).length).toBe(2);
  registry.advance?.(86_400_000);
  const { services } = registry;
  if (!services) throw new Error('the registry does not run in this process');
  await refreshPopularity(services);
  const found = await search();
  expect(found.map(nameOf)).toEqual([used, newer]);
  expect(found.map((each) => each.score.detail.popularity)).toEqual([0.25, 0]);
});

interface Found {
  readonly package: { readonly name: string };
  readonly score: { readonly detail: { readonly popularity: number } };
}

const nameOf = (each: Found): string => each.package.name;
