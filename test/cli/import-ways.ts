import { anonymous, type Client, user } from '../client.ts';
import { folder, server, type Target } from '../target.ts';
import type { Storage } from '../verdaccio/storage.ts';
import { type Outcome, pantry } from './run.ts';

interface Destination {
  readonly import: (this: void, storage: Storage, ...args: readonly string[]) => Promise<Outcome>;
  /** As a user reads it afterwards. */
  readonly reader: (this: void) => Promise<Client>;
}

/** A registry, with somebody in it called alice. */
async function running(): Promise<{ registry: Target; data: string; alice: Client }> {
  const data = folder();
  const registry = await server({ data });
  const alice = await user(registry, 'alice');
  return { registry, data, alice };
}

const NO_UPSTREAM = ['--upstream', 'none'];

export const WAYS = [
  {
    way: 'into a running registry',
    async open(): Promise<Destination & { readonly alice: Client }> {
      const { registry, alice } = await running();
      return {
        alice,
        import: async ({ root }, ...args) =>
          pantry(folder(), ['import', 'verdaccio', root, '--registry', registry.url, ...args], {
            PANTRY_TOKEN: alice.token,
          }),
        reader: async () => anonymous(registry),
      };
    },
  },
  {
    way: 'into a data folder',
    async open(): Promise<Destination & { readonly alice: Client }> {
      const { registry, data, alice } = await running();
      await registry.stop?.();
      return {
        alice,
        import: async ({ root }, ...args) =>
          pantry(folder(), ['import', 'verdaccio', root, '--data', data, ...NO_UPSTREAM, ...args]),
        reader: async () => anonymous(await server({ data })),
      };
    },
  },
] as const;
