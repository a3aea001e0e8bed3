import { CIRCLE, type TrustPermission } from '#domain/ci/trusted-publisher.ts';
import type { Json } from '#domain/manifest.ts';

import type { Values } from '../command/command.ts';
import { UsageError } from '../command/failure.ts';
import type { CIRCLECI_OPTIONS, GITHUB_OPTIONS, GITLAB_OPTIONS } from '../commands/trust.ts';
import { type HostedRepository, parseRepository } from './repository.ts';

type GithubValues = Values<typeof GITHUB_OPTIONS>;
type GitlabValues = Values<typeof GITLAB_OPTIONS>;
type CircleciValues = Values<typeof CIRCLECI_OPTIONS>;
type TrustValues = GithubValues | GitlabValues | CircleciValues;

/** What a registry is asked to trust, and what was not said but taken. */
export interface TrustWish {
  readonly request: Json;
  /** Sentences for who asks. */
  readonly taken: readonly string[];
}

/** The repository of what one works on, with the word for where that was found. */
export interface Proposal extends HostedRepository {
  readonly source: string;
}

type Propose = () => Promise<Proposal | undefined>;

export async function githubRequest(values: GithubValues, propose: Propose): Promise<TrustWish> {
  const found = await repositoryFor(values, values.repo ?? values.repository, propose, {
    option: '--repo owner/name',
    host: 'github.com',
  });
  const file = values.file?.replace(/^(?:\.\/)?\.github\/workflows\//, '');
  if (!file) throw new UsageError('say which workflow may publish: --file release.yml');
  const claims = {
    repository: found.path,
    repository_id: values['repository-id'],
    workflow_ref: { file },
    job_workflow_ref: values.reusable,
    environment: values.env ?? values.environment,
    ref: values.ref,
  };
  return wish('github', claims, values, found.taken);
}

export async function gitlabRequest(values: GitlabValues, propose: Propose): Promise<TrustWish> {
  const found = await repositoryFor(values, values.project, propose, {
    option: '--project group/name',
    host: 'gitlab.com',
  });
  const { file } = values;
  if (!file) throw new UsageError('say which file is the pipeline: --file .gitlab-ci.yml');
  const claims = {
    project_path: found.path,
    project_id: values['repository-id'],
    ci_config_ref_uri: { file },
    environment: values.env ?? values.environment,
    ref: values.ref,
  };
  return wish('gitlab', claims, values, found.taken);
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

function checkUuid(option: string, text = ''): void {
  if (UUID.test(text)) return;
  throw new UsageError(`--${option} is a UUID, as the settings of CircleCI show it, not "${text}"`);
}

export async function circleciRequest(values: CircleciValues): Promise<TrustWish> {
  for (const option of ['org-id', 'project-id', 'pipeline-definition-id', 'vcs-origin'] as const) {
    if (!values[option]) throw new UsageError(`CircleCI needs --${option}`);
  }
  for (const option of ['org-id', 'project-id', 'pipeline-definition-id'] as const) {
    checkUuid(option, values[option]);
  }
  for (const context of values['context-id'] ?? []) checkUuid('context-id', context);
  const claims = {
    [CIRCLE.organization]: values['org-id'],
    [CIRCLE.project]: values['project-id'],
    [CIRCLE.pipeline]: values['pipeline-definition-id'],
    [CIRCLE.origin]: values['vcs-origin'],
    [CIRCLE.contexts]: values['context-id'],
    ref: values.ref,
  };
  return wish('circleci', claims, values, []);
}

interface Found {
  readonly path: string;
  readonly taken: readonly string[];
}

/** One that is named, in whatever form it was copied; else the one that is worked on, if it is of the service. */
async function repositoryFor(
  { issuer }: TrustValues,
  named: string | undefined,
  propose: Propose,
  { option, host }: { readonly option: string; readonly host: string },
): Promise<Found> {
  // Who has a name on one server has it on no other: a server of one's own is said by its issuer.
  const isOfService = (repository: HostedRepository): boolean =>
    issuer !== undefined || repository.host === host;
  if (named !== undefined) {
    const hosted = parseRepository(named);
    if (!hosted) return { path: named, taken: [] };
    if (isOfService(hosted)) return { path: hosted.path, taken: [] };
    throw new UsageError(`${named} is not at ${host}: name the --issuer of your own server`);
  }
  const proposal = await propose();
  if (!proposal || !isOfService(proposal)) {
    throw new UsageError(`say which repository: ${option}`);
  }
  const { path, source } = proposal;
  return { path, taken: [`taking ${proposal.host}/${path}, ${source}`] };
}

function wish(
  type: string,
  claims: Json,
  values: TrustValues,
  taken: readonly string[],
): TrustWish {
  const stage = values['allow-stage-publish'] ?? values['allow-staged-publish'] ?? false;
  const publish = values['allow-publish'] ?? !stage;
  const permissions: readonly TrustPermission[] = [
    ...(publish ? (['createPackage'] as const) : []),
    ...(stage ? (['createStagedPackage'] as const) : []),
  ];
  const silent = values['allow-publish'] === undefined && !stage;
  return {
    request: {
      type,
      claims: definedOnly(claims),
      permissions,
      ...definedOnly({ issuer: values.issuer }),
    },
    taken: silent ? [...taken, 'taking --allow-publish, as nothing else was said'] : taken,
  };
}

const definedOnly = (values: Json): Json =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
