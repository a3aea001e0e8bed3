import { randomUUID } from 'node:crypto';

type Claims = Readonly<Record<string, unknown>>;

/** Times of a token that was made just now. */
function times(): Claims {
  const now = Math.floor(Date.now() / 1000);
  return { jti: randomUUID(), iat: now, nbf: now - 5, exp: now + 300 };
}

/** What GitHub says of a push to the main branch of acme/app; ids are of this repository alone. */
export const githubRun = (audience: string, more: Claims = {}): Claims => ({
  ...times(),
  aud: audience,
  sub: 'repo:acme@42/app@4242:ref:refs/heads/main',
  repository: 'acme/app',
  repository_id: '4242',
  repository_owner: 'acme',
  repository_owner_id: '42',
  repository_visibility: 'public',
  workflow: 'Release',
  workflow_ref: 'acme/app/.github/workflows/release.yml@refs/heads/main',
  workflow_sha: 'a'.repeat(40),
  job_workflow_ref: 'acme/app/.github/workflows/release.yml@refs/heads/main',
  job_workflow_sha: 'a'.repeat(40),
  ref: 'refs/heads/main',
  ref_type: 'branch',
  ref_protected: 'true',
  sha: 'b'.repeat(40),
  event_name: 'push',
  actor: 'octocat',
  actor_id: '1',
  run_id: '777',
  run_number: '7',
  run_attempt: '1',
  runner_environment: 'github-hosted',
  head_ref: '',
  base_ref: '',
  ...more,
});

/** Claims of a run of another repository. */
export function ofRepository(
  repository: string,
  id: string,
  ownerId = '42',
): Readonly<Record<string, string>> {
  const workflow = `${repository}/.github/workflows/release.yml@refs/heads/main`;
  return {
    repository,
    repository_id: id,
    repository_owner: repository.replace(/\/.*/, ''),
    repository_owner_id: ownerId,
    workflow_ref: workflow,
    job_workflow_ref: workflow,
  };
}

/** What GitLab says of a pipeline on the main branch of acme/app. */
export const gitlabRun = (issuer: string, audience: string, more: Claims = {}): Claims => ({
  ...times(),
  aud: audience,
  sub: 'project_path:acme/app:ref_type:branch:ref:main',
  namespace_id: '52',
  namespace_path: 'acme',
  project_id: '5252',
  project_path: 'acme/app',
  project_visibility: 'public',
  user_id: '1',
  user_login: 'octocat',
  pipeline_id: '888',
  pipeline_source: 'push',
  job_id: '1',
  ref: 'main',
  ref_type: 'branch',
  ref_path: 'refs/heads/main',
  ref_protected: 'true',
  runner_environment: 'gitlab-hosted',
  sha: 'c'.repeat(40),
  ci_config_ref_uri: `${new URL(issuer).host}/acme/app//.gitlab-ci.yml@refs/heads/main`,
  ...more,
});

export const CIRCLE = {
  organization: '11111111-1111-4111-8111-111111111111',
  project: '22222222-2222-4222-8222-222222222222',
  pipeline: '33333333-3333-4333-8333-333333333333',
  context: '44444444-4444-4444-8444-444444444444',
} as const;

/** What CircleCI says of a job. */
export const circleRun = (audience: string, more: Claims = {}): Claims => ({
  ...times(),
  aud: audience,
  sub: `org/${CIRCLE.organization}/project/${CIRCLE.project}/user/x/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main`,
  'oidc.circleci.com/org-id': CIRCLE.organization,
  'oidc.circleci.com/project-id': CIRCLE.project,
  'oidc.circleci.com/pipeline-definition-id': CIRCLE.pipeline,
  'oidc.circleci.com/pipeline-id': randomUUID(),
  'oidc.circleci.com/job-id': randomUUID(),
  'oidc.circleci.com/vcs-origin': 'github.com/acme/app',
  'oidc.circleci.com/vcs-ref': 'refs/heads/main',
  'oidc.circleci.com/context-ids': [CIRCLE.context],
  'oidc.circleci.com/ssh-rerun': false,
  ...more,
});
