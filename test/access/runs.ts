import type { CiRegistry } from '../ci/registry.ts';
import { GITHUB } from '../ci/trusting.ts';
import { type Client, escape } from '../client.ts';
import { uniqueName } from '../packages.ts';
import type { Cast } from './cast.ts';
import { isFree, type Packages } from './packages.ts';

/** A run and the package that something is to be done to. */
interface Made {
  readonly run: Client;
  readonly name: string;
}

/** The runs of docs/access.md, by the names that they have there. */
export interface Runs {
  readonly make: (who: string, state: string) => Promise<Made>;
  readonly known: (who: string) => boolean;
  /** Those whom the package trusts. */
  readonly ofTrusting: Readonly<Record<string, readonly string[]>>;
}

/** What the package lets them do. */
const TRUSTED = {
  'run of a trusted repository': ['createPackage'],
  'run that may stage': ['createStagedPackage'],
};

export function runsOf(ci: CiRegistry, { alice }: Cast, packages: Packages): Runs {
  const trusting = async (name: string, permissions: readonly string[]): Promise<Client> => {
    const request = [{ ...GITHUB, permissions }];
    const { status, body } = await alice.post(`/-/package/${escape(name)}/trust`, request);
    if (status !== 201) throw new Error(`${status} ${body.error}`);
    return ci.run(name);
  };
  const others: Readonly<Record<string, (state: string) => Promise<Made>>> = {
    /** The name is free when it comes, and then somebody else is quicker. */
    'run that may claim a name': async (state) => {
      const name = packages.nameFor(state);
      const run = await ci.run(name);
      if (!isFree(state)) await packages.publish(state, name);
      return { run, name };
    },
    'run for another package': async (state) => {
      const other = uniqueName();
      await alice.publish({ name: other, version: '1.0.0' });
      return { run: await trusting(other, ['createPackage']), name: await packages.make(state) };
    },
  };
  return {
    ofTrusting: TRUSTED,
    known: (who) => who in TRUSTED || who in others,
    async make(who, state) {
      const other = others[who];
      if (other) return other(state);
      const name = await packages.make(state);
      const permissions = Object.entries(TRUSTED).find(([each]) => each === who)?.[1] ?? [];
      return { run: await trusting(name, permissions), name };
    },
  };
}
