import * as v from 'valibot';

import { unauthenticated } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';

import { Claim, MISSING, readClaims } from './claims.ts';
import type { CiIdentity } from './identity.ts';

/** Of https://docs.gitlab.com/ci/secrets/id_token_authentication/. */
const GitlabClaims = v.object(
  {
    project_id: Claim,
    project_path: Claim,
    project_visibility: v.optional(Claim, 'private'),
    namespace_id: Claim,
    namespace_path: Claim,
    ci_config_ref_uri: Claim,
    ref: Claim,
    ref_type: Claim,
    ref_path: v.optional(Claim),
    sha: Claim,
    environment: v.optional(Claim),
    pipeline_id: Claim,
    pipeline_source: Claim,
    runner_environment: v.optional(Claim),
    user_login: Claim,
  },
  MISSING,
);

/** What GitLab CI/CD says of a job. */
export function gitlabIdentity(payload: Json, issuer: string): CiIdentity {
  const claims = readClaims(GitlabClaims, payload, 'GitLab CI/CD');
  const { project_path: project, pipeline_id: run, runner_environment: runner } = claims;
  const kind = claims.ref_type === 'tag' ? 'tags' : 'heads';
  return {
    run: {
      provider: 'gitlab',
      issuer,
      repository: { id: claims.project_id, name: project },
      owner: { id: claims.namespace_id, name: claims.namespace_path },
      workflow: fileOf(claims.ci_config_ref_uri, `${new URL(issuer).host}/${project}//`),
      ref: claims.ref_path ?? `refs/${kind}/${claims.ref}`,
      commit: claims.sha,
      ...(claims.environment !== undefined && { environment: claims.environment }),
      run,
      url: `${issuer}/${project}/-/pipelines/${run}`,
      actor: claims.user_login,
      public: claims.project_visibility === 'public',
    },
    event: claims.pipeline_source,
    hosted: runner === undefined ? undefined : runner === 'gitlab-hosted',
    reusable: undefined,
    others: {},
  };
}

/** `gitlab.com/acme/app//.gitlab-ci.yml@refs/heads/main`: a pipeline that is defined elsewhere is not trusted. */
function fileOf(reference: string, project: string): string {
  const [path = ''] = reference.split('@', 1);
  if (path.startsWith(project) && path.length > project.length) return path.slice(project.length);
  throw unauthenticated(
    `the pipeline is defined by ${path}, which is not in the project: define it in the project's own file`,
  );
}
