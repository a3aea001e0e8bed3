import { describe, expect, test } from 'vitest';

import { refusalOf, spoiled } from './provenance.ts';

describe('predicates that disagree with their certificate', () => {
  const lies: readonly [string, RegExp, (predicate: any) => void][] = [
    [
      'of another repository',
      /the repository is https:\/\/github\.com\/acme\/famous/,
      ({ buildDefinition: { externalParameters } }) =>
        void (externalParameters.workflow.repository = 'https://github.com/acme/famous'),
    ],
    [
      'of another workflow',
      /the workflow is .*other\.yml/,
      ({ buildDefinition: { externalParameters } }) =>
        void (externalParameters.workflow.path = '.github/workflows/other.yml'),
    ],
    [
      'of another ref',
      /the workflow is .*refs\/tags\/v1/,
      ({ buildDefinition: { externalParameters } }) =>
        void (externalParameters.workflow.ref = 'refs/tags/v1'),
    ],
    [
      'of another repository’s id',
      /the repository’s id is 666/,
      ({ buildDefinition: { internalParameters } }) =>
        void (internalParameters.github.repository_id = '666'),
    ],
    [
      'of another owner’s id',
      /the owner’s id is 13/,
      ({ buildDefinition: { internalParameters } }) =>
        void (internalParameters.github.repository_owner_id = '13'),
    ],
    [
      'of another commit',
      /the commit is ffff/,
      ({ buildDefinition: { resolvedDependencies } }) =>
        void (resolvedDependencies[0].digest.gitCommit = 'f'.repeat(40)),
    ],
    [
      'of another source',
      /does not say that it was built from/,
      ({ buildDefinition: { resolvedDependencies } }) =>
        void (resolvedDependencies[0].uri = 'git+https://github.com/acme/famous@refs/heads/main'),
    ],
    [
      'of another run',
      /the run is .*\/runs\/1\//,
      ({ runDetails: { metadata } }) =>
        void (metadata.invocationId = 'https://github.com/acme/tool/actions/runs/1/attempts/1'),
    ],
    [
      'of a variable that is another’s',
      /the commit is ffff/,
      ({ buildDefinition: { internalParameters } }) =>
        void (internalParameters.GITHUB_SHA = 'f'.repeat(40)),
    ],
    [
      'of another builder',
      /the builder is https:\/\/github\.com\/slsa-framework/,
      ({ runDetails: { builder } }) =>
        void (builder.id =
          'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/x.yml@refs/tags/v2.0.0'),
    ],
    [
      'of a hosted runner, from a self-hosted one',
      /the builder is .*self-hosted/,
      ({ runDetails: { builder } }) =>
        void (builder.id = 'https://github.com/actions/runner/self-hosted'),
    ],
    ['of nothing at all', /./, (predicate) => void delete predicate.buildDefinition],
    [
      'of no repository',
      /does not say that it was built from/,
      ({ buildDefinition }) => {
        delete buildDefinition.externalParameters;
        delete buildDefinition.resolvedDependencies;
      },
    ],
  ];

  test.each(lies)('%s', async (_, sentence, lie) => {
    const text = await spoiled({ statement: ({ predicate }) => lie(predicate) });
    expect(refusalOf(text)).toMatch(sentence);
  });
});
