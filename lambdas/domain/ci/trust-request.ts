import * as v from 'valibot';

import { CI_PROVIDERS } from './run.ts';
import { CIRCLE, TRUST_PERMISSIONS, type TrustedPublisher } from './trusted-publisher.ts';

const text = (wish: string) => v.pipe(v.string(wish), v.minLength(1, wish), v.maxLength(512, wish));
const Repository = v.pipe(
  text('say which repository'),
  v.regex(/^[\w.-]+(?:\/[\w.-]+)+$/, 'write the repository like owner/name'),
);
const File = v.object({
  file: v.pipe(
    text('say which workflow file'),
    v.regex(/^[\w.-][\w./ -]*\.ya?ml$/, 'name the file alone, such as release.yml'),
  ),
});
const Environment = v.optional(text('name the environment'));
const Ref = v.optional(
  v.pipe(
    text('name the ref'),
    v.regex(/^refs\/(?:heads|tags)\/\S+$/, 'write the ref like refs/heads/main or refs/tags/v*'),
  ),
);
const Id = v.optional(v.pipe(text('must be an id'), v.regex(/^[\w-]{1,64}$/, 'must be an id')));
const Permissions = v.pipe(
  v.array(
    v.picklist(TRUST_PERMISSIONS, `must be ${TRUST_PERMISSIONS.join(' or ')}`),
    'say what it may do: ["createPackage"]',
  ),
  v.minLength(1, 'say what it may do: ["createPackage"]'),
);
const Uuid = v.pipe(text('must be an id'), v.uuid('must be a UUID'));

const issuer = v.optional(v.pipe(v.string('must be a URL'), v.url('must be a URL')));
const common = { permissions: Permissions, issuer };

const Request = v.variant(
  'type',
  [
    v.object({
      type: v.literal('github'),
      claims: v.strictObject({
        repository: Repository,
        repository_id: Id,
        workflow_ref: v.optional(File),
        job_workflow_ref: v.optional(text('name the reusable workflow')),
        environment: Environment,
        ref: Ref,
      }),
      ...common,
    }),
    v.object({
      type: v.literal('gitlab'),
      claims: v.strictObject({
        project_path: Repository,
        project_id: Id,
        ci_config_ref_uri: v.optional(File),
        environment: Environment,
        ref: Ref,
      }),
      ...common,
    }),
    v.object({
      type: v.literal('circleci'),
      claims: v.strictObject({
        [CIRCLE.organization]: Uuid,
        [CIRCLE.project]: Uuid,
        [CIRCLE.pipeline]: Uuid,
        [CIRCLE.origin]: text('name the repository'),
        [CIRCLE.contexts]: v.optional(v.array(Uuid)),
        ref: Ref,
      }),
      ...common,
    }),
  ],
  `"type" must be one of ${CI_PROVIDERS.join(', ')}`,
);

/** What `npm trust github|gitlab|circleci` sends: always one, in a list. */
export const TrustRequest = v.pipe(
  v.strictTuple([Request], 'send a list of one trusted publisher'),
  v.transform(([request]) => request),
);
export type TrustRequest = v.InferOutput<typeof Request>;

type Wanted = Pick<TrustedPublisher, 'provider' | 'claims' | 'permissions'> & {
  readonly repositoryId?: string;
};

/** What was asked for, in our own words. */
export function toPublisher({ type, claims, permissions }: TrustRequest): Wanted {
  if (type === 'circleci') {
    const { ref, [CIRCLE.project]: id, ...others } = claims;
    return {
      provider: type,
      claims: {
        repository: claims[CIRCLE.origin],
        ...definedOnly({ ref }),
        others: definedOnly(others),
      },
      repositoryId: id,
      permissions,
    };
  }
  const { environment, ref } = claims;
  if (type === 'gitlab') {
    const { project_path: repository, ci_config_ref_uri: file, project_id: id } = claims;
    return {
      provider: type,
      claims: { repository, ...definedOnly({ workflow: file?.file, environment, ref }) },
      ...(id !== undefined && { repositoryId: id }),
      permissions,
    };
  }
  const { repository, workflow_ref: file, repository_id: id, job_workflow_ref: reusable } = claims;
  return {
    provider: type,
    claims: { repository, ...definedOnly({ workflow: file?.file, environment, ref, reusable }) },
    ...(id !== undefined && { repositoryId: id }),
    permissions,
  };
}

/** The table has no word for what is not said. */
const definedOnly = <T>(values: Readonly<Record<string, T | undefined>>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, T] => entry[1] !== undefined),
  );
