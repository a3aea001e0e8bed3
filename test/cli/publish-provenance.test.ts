import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { user } from '../client.ts';
import { pack, uniqueName } from '../packages.ts';
import { trustRootFile } from '../sigstore/attested.ts';
import { createAuthority } from '../sigstore/authority.ts';
import { BUILD, npmStatement, onGithub } from '../sigstore/builds.ts';
import { folder, server } from '../target.ts';
import { pantry } from './run.ts';

const authority = await createAuthority();
const registry = await server({ trustRoot: trustRootFile(authority) });
const alice = await user(registry, 'alice');
const { host } = new URL(registry.url);

async function home(more: object = {}) {
  const manifest = { name: uniqueName(), version: '1.0.0', repository: 'acme/tool' };
  const [dir, tarball] = [folder(), pack(manifest)];
  const statement = npmStatement(BUILD, { ...manifest, tarball, ...more });
  const bundle = await authority.attest(statement, { identity: onGithub(BUILD) });
  writeFileSync(path.join(dir, 'p.tgz'), tarball);
  writeFileSync(path.join(dir, 'p.sigstore'), JSON.stringify(bundle, null, 2));
  writeFileSync(
    path.join(dir, '.npmrc'),
    `registry=${registry.url}/\n//${host}/:_authToken=${alice.token}\n`,
  );
  return { dir, name: manifest.name };
}

test('publishes with provenance that was made elsewhere', async () => {
  const { dir, name } = await home();
  const answer = await pantry(dir, ['publish', 'p.tgz', '--provenance-file', 'p.sigstore']);
  expect(answer).toMatchObject({ code: 0, stdout: `+ ${name}@1.0.0\n` });
  const { body } = await alice.get(`/${name}`);
  expect(body.versions['1.0.0'].dist.attestations.provenance).toEqual({
    predicateType: 'https://slsa.dev/provenance/v1',
  });
});

test.each([
  ['another version’s', 'p.sigstore', /was refused: the provenance is refused: .*@2\.0\.0/],
  ['a file that is none', 'p.tgz', /p\.tgz is no sigstore bundle/],
  ['a file that is not there', 'q.sigstore', /q\.sigstore can't be read/],
])('refuses %s in a sentence', async (_, file, sentence) => {
  const { dir } = await home({ version: '2.0.0' });
  const answer = await pantry(dir, ['publish', 'p.tgz', '--provenance-file', file]);
  expect(answer).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(sentence) });
  expect(answer.stderr).not.toContain('    at ');
});
