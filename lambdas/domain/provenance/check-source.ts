import type { CiRun } from '#domain/ci/run.ts';
import { isJsonObject } from '#domain/manifest.ts';

import { refused, short } from './refused.ts';
import { repositoryUrl } from './repository-url.ts';
import type { SourceIdentity } from './source-identity.ts';

/** Where whoever publishes says that a version comes from. */
export interface ExpectedSource {
  /** The run that publishes; undefined: a person does. */
  readonly run: CiRun | undefined;
  /** `repository` of the package.json: as the tarball has it, and as documents will show it. */
  readonly repositories: readonly unknown[];
}

/**
 * Refuses provenance of another source than is expected. A run is known by the ids of its own token. Of a person nothing is
 * known but that they may publish, and a bundle can be of anybody's repository: it has to be the one that people are
 * shown. Where a package.json names another repository than the certificate, it is refused from a run too.
 */
export function checkSource(source: SourceIdentity, { run, repositories }: ExpectedSource): void {
  if (run) checkRun(source, run);
  const built = repositoryUrl(source.repository);
  for (const repository of repositories) {
    const named = repositoryUrl(repository);
    if (named === built) continue;
    if (named === undefined && run && repository === undefined) continue;
    throw refused(
      `package.json says that "repository" is ${wordsOf(repository)}, and it was built from ${short(source.repository)}: set "repository" to { "type": "git", "url": "git+${short(source.repository)}.git" } and publish again`,
    );
  }
}

function wordsOf(repository: unknown): string {
  const text = isJsonObject(repository) ? repository['url'] : repository;
  return typeof text === 'string' ? JSON.stringify(short(text)) : 'not there';
}

/** Names can be given to others; ids can't. */
function checkRun(source: SourceIdentity, run: CiRun): void {
  const { repository, commit, run: id } = run;
  if (source.issuer !== run.issuer || source.repositoryId !== repository.id) {
    throw refused(
      `its certificate is of ${short(source.repository)} (id ${source.repositoryId ?? 'unknown'}), and ${short(repository.name)} (id ${repository.id}) publishes: make it in the run that publishes`,
    );
  }
  if (source.commit !== commit) {
    throw refused(
      `its certificate is of commit ${short(source.commit ?? '(none)')}, and the run that publishes is of ${commit}: make it in the run that publishes`,
    );
  }
  const other = runIdOf(source.run);
  if (run.provider === 'github' && other !== id) {
    throw refused(
      `its certificate is of run ${other ?? '(none)'}, and run ${id} publishes: make it in the run that publishes`,
    );
  }
}

/** GitHub's URL of a run names it by its id, and the attempt. GitLab's is of a job, which its token knows apart. */
const runIdOf = (url: string | undefined): string | undefined =>
  /\/actions\/runs\/(\d+)\/attempts\/\d+$/.exec(url ?? '')?.[1];
