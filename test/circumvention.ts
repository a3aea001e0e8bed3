import { expect } from 'vitest';

import { type Client, escape, PASSWORD, readForEdit } from './client.ts';
import { integrityOf, pack, publishDocument } from './packages.ts';

const WAYS = [
  'publish',
  'publish what is there',
  'publish under a tag',
  'begin an upload',
  'commit an upload',
  'set a tag',
  'remove a tag',
  'deprecate',
  'unpublish',
  'unpublish all',
  'set access',
  'set owners',
  'set rules',
  'make a token',
] as const;

/** Every way to a visible change that there is beside staging: the status that each is answered with. */
export async function circumvent(
  client: Client,
  name: string,
  document: Record<string, any>,
): Promise<Readonly<Record<string, number>>> {
  const path = `/${escape(name)}`;
  const manifest = { name, version: '7.0.0' };
  const tarball = pack(manifest);
  const upload = { ...manifest, size: tarball.length, integrity: integrityOf(tarball) };
  const edited = structuredClone(document);
  edited['versions']['1.0.0'].deprecated = 'no more';
  const fewer = structuredClone(document);
  delete fewer['versions']['1.0.0'];
  const tagged = { ...document, 'dist-tags': { latest: '1.0.0' } };
  const answers = {
    publish: await client.publish(manifest),
    'publish what is there': await client.publish({ name, version: '1.1.0' }),
    'publish under a tag': await client.publish(manifest, { tag: 'next' }),
    'begin an upload': await client.post('/-/v1/uploads', upload),
    'commit an upload': await client.post(
      `/-/v1/uploads/x/commit`,
      withoutData(publishDocument(manifest, { tarball })),
    ),
    'set a tag': await client.put(`/-/package/${escape(name)}/dist-tags/latest`, '"1.0.0"'),
    'remove a tag': await client.remove(`/-/package/${escape(name)}/dist-tags/old`),
    deprecate: await client.put(path, edited),
    unpublish: await client.put(`${path}/-rev/${document['_rev']}`, fewer),
    'publish by replacing': await client.put(
      `${path}/-rev/${document['_rev']}`,
      publishDocument(manifest),
    ),
    'unpublish all': await client.remove(`${path}/-rev/${document['_rev']}`),
    'set access': await client.post(`/-/package/${escape(name)}/access`, { access: 'public' }),
    'set owners': await client.put(`/-/package/${escape(name)}/owners`, { user: client.name }),
    'set rules': await client.put(`/-/v1/packages/${escape(name)}/rules`, {}),
    'make a token': await client.post('/-/npm/v1/tokens', { password: PASSWORD }),
  };
  // Nothing is forbidden in it, and nothing comes of it.
  await client.put(`${path}/-rev/${document['_rev']}`, tagged);
  return Object.fromEntries(Object.entries(answers).map(([way, { status }]) => [way, status]));
}

/** What somebody gets who may only stage. */
export const REFUSED: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(WAYS.map((way) => [way, 403])),
  // No document with a tarball is taken there, whoever sends it.
  'publish by replacing': expect.toBeOneOf([400, 403]),
};

function withoutData(document: Record<string, any>): Record<string, any> {
  for (const attachment of Object.values<any>(document['_attachments'])) delete attachment.data;
  return document;
}

/** A package of a person: 1.0.0, and 1.1.0 that is `latest`; its documents as they shall stay. */
export async function prepared(
  alice: Client,
  name: string,
): Promise<{ readonly document: Record<string, any>; readonly unchanged: () => Promise<void> }> {
  await alice.publish({ name, version: '1.1.0' });
  await alice.put(`/-/package/${escape(name)}/dist-tags/old`, '"1.0.0"');
  const document = await readForEdit(alice, name);
  const unchanged = async () => expect(await readForEdit(alice, name)).toEqual(document);
  return { document, unchanged };
}
