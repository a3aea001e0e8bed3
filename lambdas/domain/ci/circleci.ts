import * as v from 'valibot';

import { unauthenticated } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';

import { Claim, MISSING, readClaims } from './claims.ts';
import type { CiIdentity } from './identity.ts';

const PREFIX = 'oidc.circleci.com/';
const name = <const N extends string>(claim: N): `${typeof PREFIX}${N}` => `${PREFIX}${claim}`;

/** Of https://circleci.com/docs/openid-connect-tokens/. */
const CircleClaims = v.object(
  {
    [name('org-id')]: Claim,
    [name('project-id')]: Claim,
    [name('pipeline-definition-id')]: Claim,
    [name('vcs-origin')]: Claim,
    [name('vcs-ref')]: Claim,
    [name('pipeline-id')]: v.optional(Claim),
    [name('workflow-id')]: v.optional(Claim),
    [name('job-id')]: Claim,
    [name('context-ids')]: v.optional(v.array(Claim), []),
    [name('ssh-rerun')]: v.optional(v.boolean(), false),
  },
  MISSING,
);

/** What CircleCI says of a job. Its service has no commit in the token, and says nothing of the runner. */
export function circleciIdentity(payload: Json, issuer: string): CiIdentity {
  const claims = readClaims(CircleClaims, payload, 'CircleCI');
  const [organization, origin] = [claims[name('org-id')], claims[name('vcs-origin')]];
  if (claims[name('ssh-rerun')]) {
    throw unauthenticated('somebody is logged in to this job by SSH: it can not publish');
  }
  const run = claims[name('pipeline-id')] ?? claims[name('job-id')];
  return {
    run: {
      provider: 'circleci',
      issuer,
      repository: { id: claims[name('project-id')], name: origin },
      owner: { id: organization, name: organization },
      workflow: claims[name('pipeline-definition-id')],
      ref: claims[name('vcs-ref')],
      run,
      url: `https://app.circleci.com/pipelines/${run}`,
      actor: 'circleci',
      public: false,
    },
    event: 'pipeline',
    hosted: undefined,
    reusable: undefined,
    others: {
      [name('org-id')]: organization,
      [name('pipeline-definition-id')]: claims[name('pipeline-definition-id')],
      [name('vcs-origin')]: origin,
      [name('context-ids')]: claims[name('context-ids')],
    },
  };
}
