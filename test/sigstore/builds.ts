import { createHash } from 'node:crypto';

import type { Identity } from './authority.ts';

/** A run of CI that builds something. */
export interface Build {
  readonly repository: string;
  readonly repositoryId: string;
  readonly ownerId: string;
  readonly commit: string;
  readonly ref: string;
  readonly run: string;
  readonly runner: string;
  /** Where GitHub is, and who issues its tokens, where it is not github.com. */
  readonly site?: string;
  readonly issuer?: string;
}

export const BUILD: Build = {
  repository: 'acme/tool',
  repositoryId: '4711',
  ownerId: '42',
  commit: '0123456789abcdef0123456789abcdef01234567',
  ref: 'refs/heads/main',
  run: '987654',
  runner: 'github-hosted',
};

export const ISSUER = 'https://token.actions.githubusercontent.com';
const WORKFLOW = '.github/workflows/release.yml';
const GENERATOR =
  'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/builder_nodejs_slsa3.yml@refs/tags/v2.0.0';

const urlOf = ({ repository, site = 'https://github.com' }: Build): string =>
  `${site}/${repository}`;
const workflowOf = (build: Build): string => `${urlOf(build)}/${WORKFLOW}@${build.ref}`;
const runOf = (build: Build): string => `${urlOf(build)}/actions/runs/${build.run}/attempts/1`;

/** What Fulcio makes of GitHub's token; a reusable workflow signs in the name of whose file it is. */
export const onGithub = (build: Build, signer = workflowOf(build)): Identity => ({
  signer,
  extensions: {
    8: build.issuer ?? ISSUER,
    9: signer,
    11: build.runner,
    12: urlOf(build),
    13: build.commit,
    14: build.ref,
    15: build.repositoryId,
    16: `https://github.com/${build.repository.split('/')[0]}`,
    17: build.ownerId,
    18: workflowOf(build),
    20: 'push',
    21: runOf(build),
    22: 'public',
  },
});

export const bySlsaGenerator = (build: Build): Identity => onGithub(build, GENERATOR);

/** What Fulcio makes of GitLab's token. */
export const onGitlab = (build: Build): Identity => {
  const url = `https://gitlab.com/${build.repository}`;
  const signer = `${url}//.gitlab-ci.yml@${build.ref}`;
  return {
    signer,
    extensions: {
      8: 'https://gitlab.com',
      9: signer,
      11: 'gitlab-hosted',
      12: url,
      13: build.commit,
      14: build.ref,
      15: build.repositoryId,
      17: build.ownerId,
      18: signer,
      21: `${url}/-/jobs/${build.run}`,
    },
  };
};

/** What was built. */
export interface Built {
  readonly name: string;
  readonly version: string;
  readonly tarball: Uint8Array;
}

const subjectOf = ({ name, version, tarball }: Built) => [
  {
    name: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    digest: { sha512: createHash('sha512').update(tarball).digest('hex') },
  },
];

/** A statement, open to whatever a test wants to spoil in it. */
export type Statement = Record<string, any>;

/** npm's own in GitHub Actions (libnpmpublish provenance.js). */
export const npmStatement = (build: Build, built: Built): Statement => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: subjectOf(built),
  predicateType: 'https://slsa.dev/provenance/v1',
  predicate: {
    buildDefinition: {
      buildType: 'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1',
      externalParameters: {
        workflow: { ref: build.ref, repository: urlOf(build), path: WORKFLOW },
      },
      internalParameters: {
        github: {
          event_name: 'push',
          repository_id: build.repositoryId,
          repository_owner_id: build.ownerId,
        },
      },
      resolvedDependencies: [
        { uri: `git+${urlOf(build)}@${build.ref}`, digest: { gitCommit: build.commit } },
      ],
    },
    runDetails: {
      builder: { id: `https://github.com/actions/runner/${build.runner}` },
      metadata: { invocationId: runOf(build) },
    },
  },
});

/** npm's own in GitLab CI. */
export const gitlabStatement = (build: Build, built: Built): Statement => {
  const url = `https://gitlab.com/${build.repository}`;
  return {
    _type: 'https://in-toto.io/Statement/v0.1',
    subject: subjectOf(built),
    predicateType: 'https://slsa.dev/provenance/v0.2',
    predicate: {
      buildType: 'https://github.com/npm/cli/gitlab/v0alpha1',
      builder: { id: `${url}/-/runners/12270840` },
      invocation: {
        configSource: { uri: `git+${url}`, digest: { sha1: build.commit }, entryPoint: 'publish' },
        parameters: { CI: 'true' },
        environment: { name: 'a runner', job: { id: build.run } },
      },
      metadata: { buildInvocationId: `${url}/-/jobs/${build.run}`, reproducible: false },
      materials: [{ uri: `git+${url}`, digest: { sha1: build.commit } }],
    },
  };
};

const environmentOf = (build: Build) => ({
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: build.ref,
  GITHUB_REPOSITORY: build.repository,
  GITHUB_REPOSITORY_ID: build.repositoryId,
  GITHUB_REPOSITORY_OWNER_ID: build.ownerId,
  GITHUB_RUN_ID: build.run,
  GITHUB_SHA: build.commit,
});

/** The SLSA generator's for Node packages, in its first form. */
export const slsaV02Statement = (build: Build, built: Built): Statement => {
  const uri = `git+${urlOf(build)}@${build.ref}`;
  return {
    _type: 'https://in-toto.io/Statement/v0.1',
    subject: subjectOf(built),
    predicateType: 'https://slsa.dev/provenance/v0.2',
    predicate: {
      builder: { id: GENERATOR },
      buildType: 'https://github.com/slsa-framework/slsa-github-generator/delegator-generic@v0',
      invocation: {
        configSource: { uri, digest: { sha1: build.commit }, entryPoint: WORKFLOW },
        parameters: { inputs: {} },
        environment: environmentOf(build),
      },
      metadata: { buildInvocationId: runOf(build), completeness: { parameters: true } },
      materials: [{ uri, digest: { sha1: build.commit } }],
    },
  };
};

/** And in its second, which names the repository among its dependencies alone. */
export const slsaV1Statement = (build: Build, built: Built): Statement => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: subjectOf(built),
  predicateType: 'https://slsa.dev/provenance/v1',
  predicate: {
    buildDefinition: {
      buildType: 'https://github.com/slsa-framework/slsa-github-generator/delegator-generic@v0',
      externalParameters: { inputs: { directory: '.' }, vars: {} },
      internalParameters: { ...environmentOf(build), GITHUB_EVENT_PAYLOAD: { forced: false } },
      resolvedDependencies: [
        { uri: `git+${urlOf(build)}@${build.ref}`, digest: { gitCommit: build.commit } },
      ],
    },
    runDetails: { builder: { id: GENERATOR }, metadata: { invocationId: runOf(build) } },
  },
});
