import * as v from 'valibot';

import { unauthenticated } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';

import { Claim, MISSING, readClaims } from './claims.ts';
import type { CiIdentity } from './identity.ts';

/** Of https://docs.github.com/en/actions/reference/security/oidc; `sub` has several forms and is not read. */
const GithubClaims = v.object(
  {
    repository: Claim,
    repository_id: Claim,
    repository_owner: Claim,
    repository_owner_id: Claim,
    repository_visibility: Claim,
    workflow_ref: Claim,
    job_workflow_ref: v.optional(Claim),
    ref: Claim,
    sha: Claim,
    environment: v.optional(Claim),
    run_id: Claim,
    run_attempt: v.optional(Claim, '1'),
    actor: Claim,
    event_name: Claim,
    runner_environment: Claim,
  },
  MISSING,
);

/** What GitHub Actions, or an enterprise's own, says of a job. */
export function githubIdentity(payload: Json, issuer: string): CiIdentity {
  const claims = readClaims(GithubClaims, payload, 'GitHub Actions');
  const { repository, run_id: run, run_attempt: attempt } = claims;
  const workflow = fileIn(claims.workflow_ref, `${repository}/.github/workflows/`);
  if (workflow === undefined) {
    throw unauthenticated(`the workflow ${claims.workflow_ref} is not one of ${repository}`);
  }
  return {
    run: {
      provider: 'github',
      issuer,
      repository: { id: claims.repository_id, name: repository },
      owner: { id: claims.repository_owner_id, name: claims.repository_owner },
      workflow,
      ref: claims.ref,
      commit: claims.sha,
      ...(claims.environment !== undefined && { environment: claims.environment }),
      run,
      url: `${websiteOf(issuer)}/${repository}/actions/runs/${run}/attempts/${attempt}`,
      actor: claims.actor,
      public: claims.repository_visibility === 'public',
    },
    event: claims.event_name,
    hosted: claims.runner_environment === 'github-hosted',
    reusable: reusableOf(claims.job_workflow_ref, repository),
    others: {},
  };
}

/** `acme/app/.github/workflows/ci.yml@refs/heads/main` without what is around the file. */
function fileIn(reference: string, folder: string): string | undefined {
  const [path = ''] = reference.split('@', 1);
  const file = path.startsWith(folder) ? path.slice(folder.length) : '';
  return file === '' ? undefined : file;
}

/** A workflow of the repository itself is one of those that its owners decide over. */
function reusableOf(reference: string | undefined, repository: string): string | undefined {
  const [path] = reference?.split('@', 1) ?? [];
  return path === undefined || path.startsWith(`${repository}/`) ? undefined : path;
}

/** `token.actions.<host>` is github.com's; an enterprise's own server issues below its own host. */
function websiteOf(issuer: string): string {
  const { host, origin } = new URL(issuer);
  return host === 'token.actions.githubusercontent.com' ? 'https://github.com' : origin;
}
