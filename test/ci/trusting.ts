import { type Client, escape, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import type { Target } from '../target.ts';

/** What `npm trust github --repo acme/app --file release.yml --allow-publish` sends. */
export const GITHUB = {
  type: 'github',
  claims: { repository: 'acme/app', workflow_ref: { file: 'release.yml' } },
  permissions: ['createPackage'],
};

interface Trusting {
  readonly alice: Client;
  readonly name: string;
  readonly path: string;
  readonly trust: { readonly id: string };
}

/** A package of alice's that trusts somebody. */
export async function trusting(registry: Target, request: object = GITHUB): Promise<Trusting> {
  const alice = await user(registry, 'alice');
  const name = uniqueName();
  await alice.publish({ name, version: '1.0.0' });
  const path = `/-/package/${escape(name)}/trust`;
  const { status, body } = await alice.post(path, [request]);
  if (status !== 201) throw new Error(`${status} ${body.error}`);
  return { alice, name, path, trust: body[0] };
}
