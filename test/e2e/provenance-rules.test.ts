import { describe, expect, test } from 'vitest';

import { ciRegistry } from '../ci/registry.ts';
import { anonymous, type Client, escape, published, user } from '../client.ts';
import { pack, publishDocument, uniqueName } from '../packages.ts';
import { attested, believed, trustRootFile } from '../sigstore/attested.ts';
import { type Build, BUILD, npmStatement, onGithub } from '../sigstore/builds.ts';
import { server } from '../target.ts';

const authority = await believed();
const trustRoot = trustRootFile(authority);
const ci = await ciRegistry(undefined, { trustRoot });

/** The build of the run that `ci.run` lets in. */
const OWN: Build = {
  ...BUILD,
  repository: 'acme/app',
  repositoryId: '4242',
  commit: 'b'.repeat(40),
  run: '777',
  issuer: ci.github.url,
  site: ci.github.url.replace('http:', 'https:'),
};

async function publishBuilt(by: Client, build: Build, manifest: { name: string; version: string }) {
  const tarball = pack(manifest);
  const statement = npmStatement(build, { ...manifest, tarball });
  const bundle = await authority.attest(statement, { identity: onGithub(build) });
  return by.put(`/${escape(manifest.name)}`, attested(manifest, bundle, { tarball }));
}

describe(`provenance of CI runs, ${ci.registry.name}`, () => {
  test('a run brings its own, to a package whose package.json names no repository', async () => {
    const name = uniqueName();
    const answer = await publishBuilt(await ci.run(name), OWN, { name, version: '1.0.0' });
    expect(answer).toMatchObject({ status: 201 });
    const { body } = await anonymous(ci.registry).get(`/${name}`);
    expect(body.versions['1.0.0'].dist.attestations).toBeDefined();
  });

  test.each([
    ['another run of the repository', { run: '1' }],
    ['another commit', { commit: 'f'.repeat(40) }],
    ['a repository of the same name', { repositoryId: '1' }],
    ['another issuer of that host', { issuer: `${ci.github.url}/other` }],
  ])('a run can’t bring that of %s', async (_, different) => {
    const name = uniqueName();
    const other = { ...OWN, ...different };
    const answer = await publishBuilt(await ci.run(name), other, { name, version: '1.0.0' });
    expect([answer.status, answer.body.error]).toEqual([
      422,
      expect.stringMatching(/make it in the run that publishes/),
    ]);
    expect((await anonymous(ci.registry).get(`/${name}`)).status).toBe(404);
  });
});

const command = (name: string): Readonly<Record<string, string>> => ({ 'npm-command': name });
const visibility = (name: string): string => `/-/package/${escape(name)}/visibility`;

describe('a registry with settings of its own', () => {
  test('takes no provenance where it is off, and does not let npm make any', async () => {
    const registry = await server({ provenance: 'off', trustRoot });
    const { alice, name } = await published(registry, '0.1.0');
    const answer = await publishBuilt(alice, BUILD, { name, version: '1.0.0' });
    expect([answer.status, answer.body.error]).toEqual([
      422,
      expect.stringMatching(/takes no provenance.*--no-provenance/),
    ]);
    expect((await alice.get(visibility(name))).body).toEqual({ public: true });
    expect((await alice.get(visibility(name), command('publish'))).body).toEqual({ public: false });
  });

  test.each([
    [{ trustRoot: 'public' }, true],
    [{ trustRoot }, false],
    [{ trustRoot: 'public', reads: 'users' }, false],
    [{ trustRoot: 'public', provenance: 'off' }, false],
  ] as const)(
    'with %j tells npm publish whether to sign by itself: %s',
    async (settings, signs) => {
      const registry = await server(settings);
      const { alice, name } = await published(registry, '0.1.0');
      for (const each of ['publish', 'stage']) {
        expect((await alice.get(visibility(name), command(each))).body).toEqual({ public: signs });
      }
      expect((await alice.get(visibility(name), command('access'))).body).toEqual({ public: true });
    },
  );

  test('says so where it has no trust root yet', async () => {
    const registry = await server({ trustRoot: 'http://127.0.0.1:9/trusted_root.json' });
    const alice = await user(registry);
    const answer = await publishBuilt(alice, BUILD, { name: uniqueName(), version: '1.0.0' });
    expect([answer.status, answer.body.error]).toEqual([
      503,
      expect.stringMatching(/no trust root yet/),
    ]);
  });

  test('believes no bundle of an authority of somebody’s own where it believes the public sigstore', async () => {
    const registry = await server({ offline: 'true' });
    const alice = await user(registry);
    const answer = await publishBuilt(alice, BUILD, { name: uniqueName(), version: '1.0.0' });
    expect([answer.status, answer.body.error]).toEqual([
      422,
      expect.stringMatching(/certificate does not hold/),
    ]);
  });

  test('a package whose owners ask for provenance takes no version without', async () => {
    const registry = await server({ trustRoot });
    const { alice, name } = await published(registry, '0.1.0');
    await alice.put(`/-/v1/packages/${escape(name)}/rules`, { provenance: true });
    const manifest = { name, version: '1.0.0', repository: 'acme/tool' };
    const refused = await alice.put(`/${escape(name)}`, publishDocument(manifest));
    expect([refused.status, refused.body.error]).toEqual([
      422,
      expect.stringMatching(/ask for provenance.*`--provenance`/),
    ]);
    expect(await publishBuilt(alice, BUILD, manifest)).toMatchObject({ status: 201 });
  });

  test('garbage collection keeps the provenance of what is published', async () => {
    const registry = await server({ trustRoot });
    const alice = await user(registry);
    const manifest = { name: uniqueName(), version: '1.0.0', repository: 'acme/tool' };
    await publishBuilt(alice, BUILD, manifest);
    registry.advance?.(3 * 86_400_000);
    expect(await registry.services?.runJob('gc')).toMatchObject({ removed: 0 });
    const path = `/-/npm/v1/attestations/${manifest.name}@1.0.0`;
    expect((await alice.get(path)).status).toBe(200);
  });
});
