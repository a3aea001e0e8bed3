import { expect, test } from 'vitest';

import { anonymous, escape, user } from '../client.ts';
import { pack, uniqueName } from '../packages.ts';
import { attested, believingTarget } from '../sigstore/attested.ts';
import { BUILD, npmStatement, onGithub } from '../sigstore/builds.ts';
import { approve, stage, staged } from '../staging.ts';

const { registry, authority } = await believingTarget();
const reader = anonymous(registry);

/** A version of the build's repository, and the document that brings its bundle. */
async function built(name: string, version: string, of = version) {
  const manifest = { name, version, repository: 'github:acme/tool' };
  const tarball = pack(manifest);
  const other = { ...manifest, tarball, version: of };
  const bundle = await authority.attest(npmStatement(BUILD, other), { identity: onGithub(BUILD) });
  return { manifest, document: attested(manifest, bundle, { tarball }) };
}

test('provenance is verified when it is staged, and shown once it is approved', async () => {
  const alice = await user(registry, 'alice');
  const name = `@${uniqueName('s')}/${uniqueName()}`;
  const path = `/-/stage/package/${escape(name)}`;
  const wrong = await built(name, '1.0.0', '1.0.1');
  expect(await alice.post(path, wrong.document)).toMatchObject({ status: 422 });
  const { document } = await built(name, '1.0.0');
  const { status, body } = await alice.post(path, document);
  expect(status).toBe(201);
  const attestations = `/-/npm/v1/attestations/${name}@1.0.0`;
  expect((await reader.get(attestations)).status).toBe(404);
  expect((await approve(alice, body.stageId)).status).toBe(200);
  expect((await reader.get(attestations)).body.attestations).toHaveLength(1);
  const { dist } = (await reader.get(`/${escape(name)}/1.0.0`)).body;
  expect(dist.attestations).toMatchObject({ url: `${registry.url}${attestations}` });
});

test('a package whose owners ask for it takes nothing without, staged before or after', async () => {
  const alice = await user(registry, 'alice');
  const name = `@${uniqueName('s')}/${uniqueName()}`;
  await alice.publish({ name, version: '1.0.0' });
  const early = await staged(alice, { name, version: '1.1.0' });
  await alice.put(`/-/v1/packages/${escape(name)}/rules`, { provenance: true });
  for (const answer of [
    await stage(alice, { name, version: '1.2.0' }),
    await approve(alice, early),
  ]) {
    expect(answer).toMatchObject({
      status: 422,
      body: { error: expect.stringContaining('ask for provenance') },
    });
  }
  const { document } = await built(name, '1.3.0');
  const { body } = await alice.post(`/-/stage/package/${escape(name)}`, document);
  expect((await approve(alice, body.stageId)).status).toBe(200);
});
