import { type Answer, type Client, escape, PASSWORD } from './client.ts';
import { type Manifest, type Publication, publishDocument } from './packages.ts';

/** What `npm stage publish` sends. */
export const stage = async (
  client: Client,
  manifest: Manifest,
  options?: Publication,
): Promise<Answer> =>
  client.post(`/-/stage/package/${escape(manifest.name)}`, publishDocument(manifest, options));

/** Stages a version, which must succeed, and tells its id. */
export async function staged(
  client: Client,
  manifest: Manifest,
  options?: Publication,
): Promise<string> {
  const { status, body } = await stage(client, manifest, options);
  if (status !== 201) throw new Error(`${manifest.name} is not staged: ${JSON.stringify(body)}`);
  return body.stageId;
}

export const approve = async (client: Client, id: string): Promise<Answer> =>
  client.post(`/-/stage/${id}/approve`, undefined);

export const reject = async (client: Client, id: string): Promise<Answer> =>
  client.remove(`/-/stage/${id}`);

/** What `npm token create --packages-and-scopes-permission` asks for, for all packages. */
export async function limited(client: Client, permission: string): Promise<Client> {
  const { body } = await client.post('/-/npm/v1/tokens', {
    password: PASSWORD,
    packages_all: true,
    packages_and_scopes_permission: permission,
  });
  return client.with(body.token);
}

/** What everybody sees. */
export const versionsOf = async (client: Client, name: string): Promise<readonly string[]> =>
  Object.keys((await client.get(`/${escape(name)}`)).body.versions);
