import { randomUUID } from 'node:crypto';

import { type Client, escape } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { staged } from '../staging.ts';
import type { Cast } from './cast.ts';

/** Makes packages as a state of docs/access.md says, and looks at them as somebody who may do all. */
export interface Packages {
  /** Of a free name, just the name. */
  make(state: string): Promise<string>;
  nameFor(state: string): string;
  publish(state: string, name: string): Promise<void>;
  revOf(state: string, name: string): Promise<string>;
  /** Id of a version that waits; of a free name, of none. */
  stagedOf(state: string, name: string): Promise<string>;
}

export const isFree = (state: string): boolean => state.startsWith('a free name');

const ofOrg = (state: string): boolean => state.endsWith('of an organization');

let patch = 0;

export function packagesOf({ alice, chief, scopes }: Cast): Packages {
  const keeper = (state: string): Client => (ofOrg(state) ? chief : alice);
  const nameFor = (state: string): string =>
    `${ofOrg(state) ? scopes.org : scopes.own}/${uniqueName()}`;
  const publish = async (state: string, name: string): Promise<void> => {
    const access = state.includes('private') ? 'restricted' : 'public';
    const { status, body } = await keeper(state).publish({ name, version: '1.0.0' }, { access });
    if (status !== 201) throw new Error(`${status} ${body.error}`);
    if (ofOrg(state)) {
      await chief.put(`/-/package/${escape(name)}/owners`, { user: alice.name });
    }
  };
  return {
    nameFor,
    publish,
    async make(state) {
      const name = nameFor(state);
      if (!isFree(state)) await publish(state, name);
      return name;
    },
    async stagedOf(state, name) {
      if (isFree(state)) return randomUUID();
      patch += 1;
      return staged(keeper(state), { name, version: `2.0.${patch}` });
    },
    async revOf(state, name) {
      if (isFree(state)) return '1-x';
      return (await keeper(state).get(`/${escape(name)}?write=true`)).body['_rev'];
    },
  };
}
