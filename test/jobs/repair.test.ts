import { expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';
import { repairPackages } from '#jobs/repair.ts';
import type { Services } from '#store/services.ts';

import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';

/** A registry with two packages, the search of which fails for the first. */
async function failing(failure: Error) {
  const registry = await server();
  const alice = await user(registry);
  const names = [uniqueName(), uniqueName()].map(parsePackageName);
  for (const name of names) await alice.publish({ name, version: '1.0.0' });
  if (!registry.services) throw new Error('the registry does not run in this process');
  const { search } = registry.services;
  const saved: string[] = [];
  const services: Services = {
    ...registry.services,
    search: {
      ...search,
      async save(document) {
        if (document.name === names[0]) throw failure;
        saved.push(document.name);
        await search.save(document);
      },
    },
  };
  return { services, names, saved };
}

test('a package that cannot be repaired keeps no other from it, and is told of at the end', async () => {
  const { services, names, saved } = await failing(new TypeError('damaged'));
  await expect(repairPackages(services, names)).rejects.toMatchObject({
    message: `1 of 2 packages could not be repaired, see the log: ${names[0]}`,
    packages: [names[0]],
  });
  expect(saved).toEqual([names[1]]);
});

test('what a repetition may mend is thrown when all are through', async () => {
  const failure = Object.assign(new Error('later'), { name: 'ThrottlingException' });
  const { services, names, saved } = await failing(failure);
  await expect(repairPackages(services, names)).rejects.toBe(failure);
  expect(saved).toEqual([names[1]]);
});
