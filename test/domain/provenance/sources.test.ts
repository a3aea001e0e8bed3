import { describe, expect, test } from 'vitest';

import { BUILD, onGithub } from '../../sigstore/builds.ts';
import { refusalOf, RUN, spoiled } from './provenance.ts';

/** The same claims with another value, where a token of another repository would have them. */
const other = { ...BUILD, repository: 'mallory/tool', repositoryId: '666', ownerId: '13' };

describe('sources that were not expected', () => {
  test('a package.json of another repository is refused, from a person and from a run', async () => {
    const text = await spoiled();
    for (const run of [undefined, RUN]) {
      expect(refusalOf(text, { run, repositories: ['acme/famous'] })).toMatch(
        /"repository" is "acme\/famous", and it was built from https:\/\/github\.com\/acme\/tool: set "repository"/,
      );
    }
  });

  test('what documents show must be the repository too, whatever the tarball says', async () => {
    const text = await spoiled();
    expect(refusalOf(text, { repositories: ['acme/tool', 'acme/famous'] })).toMatch(/famous/);
  });

  test('a package.json without a repository is refused from a person, not from a run', async () => {
    const text = await spoiled();
    expect(refusalOf(text, { repositories: [undefined] })).toMatch(/"repository" is not there/);
    expect(refusalOf(text, { repositories: [undefined], run: RUN })).toBe('accepted');
  });

  const runs = [
    [
      'a repository of the same name with another id',
      { repository: { ...RUN.repository, id: '1' } },
    ],
    ['another issuer', { issuer: 'https://token.actions.githubusercontent.com/acme' }],
    ['another run of the same repository', { run: '1' }],
    ['another commit of the same repository', { commit: 'f'.repeat(40) }],
  ] as const;
  test.each(runs)('a run of %s can’t bring it', async (_, different) => {
    const text = await spoiled();
    expect(refusalOf(text, { run: { ...RUN, ...different } })).toMatch(
      /make it in the run that publishes/,
    );
  });

  test('a repository that was renamed since is known by its id', async () => {
    const repository = { id: BUILD.repositoryId, name: 'acme/renamed' };
    expect(refusalOf(await spoiled(), { run: { ...RUN, repository } })).toBe('accepted');
  });

  test('the identity of another repository is refused', async () => {
    const bundle = await spoiled({ identity: onGithub(other) });
    expect(refusalOf(bundle)).toMatch(/its certificate says https:\/\/github\.com\/mallory\/tool/);
    expect(refusalOf(bundle, { run: RUN })).toMatch(/its certificate says|publishes/);
  });
});
