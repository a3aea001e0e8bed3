import type { RunToken } from '#domain/ci/run-token.ts';
import { PROVIDER_TITLE } from '#domain/ci/run.ts';
import type { TrustedPublisher } from '#domain/ci/trusted-publisher.ts';
import type { StoredRelease } from '#store/releases.ts';
import type { ShownPublish, ShownPublisher, ShownRun } from '#web/manage/trust.ts';

/** A trusted publisher in the words of a page. */
export function toShownPublisher(publisher: TrustedPublisher): ShownPublisher {
  const { id, provider, claims, permissions, origin, createdAt, createdBy } = publisher;
  return {
    id,
    service: PROVIDER_TITLE[provider],
    repository: claims.repository,
    asks: asksOf(publisher),
    may: permissions.includes('createPackage') ? 'may publish' : 'may stage, and a person approves',
    since: createdAt,
    by: origin === 'claim' ? 'its first version' : createdBy,
  };
}

const asksOf = ({
  claims,
  repositoryId,
  issuer,
}: TrustedPublisher): readonly (readonly [string, string])[] =>
  (
    [
      ['Workflow', claims.workflow],
      ['Environment', claims.environment],
      ['Branch or tag', claims.ref],
      ['Reusable workflow', claims.reusable],
      ['Id of the repository', repositoryId ?? 'that of the first run that fits'],
      ['Server', issuer],
      ...Object.entries(claims.others ?? {}).map(
        ([name, value]) => [name, [value].flat().join(', ')] as const,
      ),
    ] as const
  ).flatMap(([what, value]) => (value === undefined ? [] : [[what, value] as const]));

/** A run that was let in. */
export const toShownRun = ({ key, run, expiresAt }: RunToken): ShownRun => ({
  key,
  repository: run.repository.name,
  workflow: run.workflow,
  ref: run.ref,
  url: run.url,
  until: expiresAt,
});

/** Who published a version. */
export const toShownPublish = ({
  version,
  publishedAt,
  publisher,
  run,
}: StoredRelease): ShownPublish => ({
  version,
  at: publishedAt,
  by: run ? `${PROVIDER_TITLE[run.provider]}: ${run.repository.name}` : publisher.name,
  run: run?.url,
});
