import type { Packed } from '../packed.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** What is said of a build in CI, in npm's words: registries and clients know no others (libnpmpublish). */
export function statementFor(packed: Packed, env: Variables): object | undefined {
  if (env['GITHUB_ACTIONS']) return ofGithub(packed, env);
  if (env['GITLAB_CI']) return ofGitlab(packed, env);
  return undefined;
}

const subjectOf = ({ name, version, digests: { integrity } }: Packed): readonly object[] => [
  {
    name: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    digest: {
      sha512: Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex'),
    },
  },
];

function ofGithub(packed: Packed, env: Variables): object {
  const { GITHUB_SERVER_URL: site, GITHUB_REPOSITORY: repository = '' } = env;
  const url = `${site}/${repository}`;
  const workflow = (env['GITHUB_WORKFLOW_REF'] ?? '').replace(`${repository}/`, '');
  const at = workflow.indexOf('@');
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjectOf(packed),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1',
        externalParameters: {
          workflow: {
            ref: workflow.slice(at + 1),
            repository: url,
            path: workflow.slice(0, Math.max(0, at)),
          },
        },
        internalParameters: {
          github: {
            event_name: env['GITHUB_EVENT_NAME'],
            repository_id: env['GITHUB_REPOSITORY_ID'],
            repository_owner_id: env['GITHUB_REPOSITORY_OWNER_ID'],
          },
        },
        resolvedDependencies: [
          {
            uri: `git+${url}@${env['GITHUB_REF']}`,
            digest: { gitCommit: env['GITHUB_SHA'] },
          },
        ],
      },
      runDetails: {
        builder: { id: `https://github.com/actions/runner/${env['RUNNER_ENVIRONMENT']}` },
        metadata: {
          invocationId: `${url}/actions/runs/${env['GITHUB_RUN_ID']}/attempts/${env['GITHUB_RUN_ATTEMPT']}`,
        },
      },
    },
  };
}

function ofGitlab(packed: Packed, env: Variables): object {
  const { CI_PROJECT_URL: project, CI_COMMIT_SHA: sha1 } = env;
  const source = { uri: `git+${project}`, digest: { sha1 } };
  return {
    _type: 'https://in-toto.io/Statement/v0.1',
    subject: subjectOf(packed),
    predicateType: 'https://slsa.dev/provenance/v0.2',
    predicate: {
      buildType: 'https://github.com/npm/cli/gitlab/v0alpha1',
      builder: { id: `${project}/-/runners/${env['CI_RUNNER_ID']}` },
      invocation: {
        configSource: { ...source, entryPoint: env['CI_JOB_NAME'] },
        parameters: Object.fromEntries(GITLAB_PARAMETERS.map((name) => [name, env[name]])),
        environment: {
          name: env['CI_RUNNER_DESCRIPTION'],
          architecture: env['CI_RUNNER_EXECUTABLE_ARCH'],
          server: env['CI_SERVER_URL'],
          project: env['CI_PROJECT_PATH'],
          job: { id: env['CI_JOB_ID'] },
          pipeline: { id: env['CI_PIPELINE_ID'], ref: env['CI_CONFIG_PATH'] },
        },
      },
      metadata: {
        buildInvocationId: env['CI_JOB_URL'],
        completeness: { parameters: true, environment: true, materials: false },
        reproducible: false,
      },
      materials: [source],
    },
  };
}

/** All that npm tells of a job, and nothing secret. */
const GITLAB_PARAMETERS = `
  CI CI_API_GRAPHQL_URL CI_API_V4_URL CI_BUILD_BEFORE_SHA CI_BUILD_ID CI_BUILD_NAME CI_BUILD_REF
  CI_BUILD_REF_NAME CI_BUILD_REF_SLUG CI_BUILD_STAGE CI_COMMIT_BEFORE_SHA CI_COMMIT_BRANCH
  CI_COMMIT_REF_NAME CI_COMMIT_REF_PROTECTED CI_COMMIT_REF_SLUG CI_COMMIT_SHA CI_COMMIT_SHORT_SHA
  CI_COMMIT_TIMESTAMP CI_COMMIT_TITLE CI_CONFIG_PATH CI_DEFAULT_BRANCH
  CI_DEPENDENCY_PROXY_DIRECT_GROUP_IMAGE_PREFIX CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX
  CI_DEPENDENCY_PROXY_SERVER CI_DEPENDENCY_PROXY_USER CI_JOB_ID CI_JOB_NAME CI_JOB_NAME_SLUG
  CI_JOB_STAGE CI_JOB_STARTED_AT CI_JOB_URL CI_NODE_TOTAL CI_PAGES_DOMAIN CI_PAGES_URL
  CI_PIPELINE_CREATED_AT CI_PIPELINE_ID CI_PIPELINE_IID CI_PIPELINE_SOURCE CI_PIPELINE_URL
  CI_PROJECT_CLASSIFICATION_LABEL CI_PROJECT_DESCRIPTION CI_PROJECT_ID CI_PROJECT_NAME
  CI_PROJECT_NAMESPACE CI_PROJECT_NAMESPACE_ID CI_PROJECT_PATH CI_PROJECT_PATH_SLUG
  CI_PROJECT_REPOSITORY_LANGUAGES CI_PROJECT_ROOT_NAMESPACE CI_PROJECT_TITLE CI_PROJECT_URL
  CI_PROJECT_VISIBILITY CI_REGISTRY CI_REGISTRY_IMAGE CI_REGISTRY_USER CI_RUNNER_DESCRIPTION
  CI_RUNNER_ID CI_RUNNER_TAGS CI_SERVER_HOST CI_SERVER_NAME CI_SERVER_PORT CI_SERVER_PROTOCOL
  CI_SERVER_REVISION CI_SERVER_SHELL_SSH_HOST CI_SERVER_SHELL_SSH_PORT CI_SERVER_URL
  CI_SERVER_VERSION CI_SERVER_VERSION_MAJOR CI_SERVER_VERSION_MINOR CI_SERVER_VERSION_PATCH
  CI_TEMPLATE_REGISTRY_HOST GITLAB_CI GITLAB_FEATURES GITLAB_USER_ID GITLAB_USER_LOGIN
  RUNNER_GENERATE_ARTIFACTS_METADATA
`
  .trim()
  .split(/\s+/);
