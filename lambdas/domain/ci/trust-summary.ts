import type { Json } from '#domain/manifest.ts';

import type { CiProvider } from './run.ts';
import { CIRCLE, type TrustClaims, type TrustedPublisher } from './trusted-publisher.ts';

/** As `npm trust list` shows one. */
export function trustSummary(publisher: TrustedPublisher): Json {
  const { id, provider, permissions, origin, createdAt, createdBy } = publisher;
  const claims = CLAIMS[provider](publisher);
  return { id, type: provider, claims, permissions, origin, createdAt, createdBy };
}

const CLAIMS: Readonly<Record<CiProvider, (publisher: TrustedPublisher) => Json>> = {
  github: ({ claims, repositoryId }) => ({
    repository: claims.repository,
    ...(repositoryId !== undefined && { repository_id: repositoryId }),
    ...(claims.workflow !== undefined && { workflow_ref: { file: claims.workflow } }),
    ...(claims.reusable !== undefined && { job_workflow_ref: claims.reusable }),
    ...place(claims),
  }),
  gitlab: ({ claims, repositoryId }) => ({
    project_path: claims.repository,
    ...(repositoryId !== undefined && { project_id: repositoryId }),
    ...(claims.workflow !== undefined && { ci_config_ref_uri: { file: claims.workflow } }),
    ...place(claims),
  }),
  circleci: ({ claims, repositoryId }) => ({
    ...claims.others,
    [CIRCLE.project]: repositoryId,
    ...place(claims),
  }),
};

const place = ({ environment, ref }: TrustClaims): Json => ({
  ...(environment !== undefined && { environment }),
  ...(ref !== undefined && { ref }),
});
