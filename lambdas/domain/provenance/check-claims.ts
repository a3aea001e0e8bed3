import type { Claims } from './predicate-claims.ts';
import { refused, short } from './refused.ts';
import type { SourceIdentity } from './source-identity.ts';

/** What each is called when two say different things of it. */
const TITLE = {
  repository: 'the repository',
  repositoryId: 'the repository’s id',
  ownerId: 'the owner’s id',
  commit: 'the commit',
  ref: 'the ref',
  workflow: 'the workflow',
  run: 'the run',
} as const;

/** Refuses a predicate that says something else than the certificate it was signed with. */
export function checkClaims({ claims, materials, builder }: Claims, source: SourceIdentity): void {
  for (const { what, said } of claims) {
    if (said !== undefined && said !== source[what] && !isSameRun(what, said, source)) {
      throw disagreement(TITLE[what], said, source[what]);
    }
  }
  const ours = materials.filter(({ uri }) => isRepository(uri, source));
  const named = claims.some(({ what, said }) => what === 'repository' && said !== undefined);
  if (ours.length === 0 && (materials.length > 0 || !named)) {
    throw refused(
      `its predicate does not say that it was built from ${short(source.repository)}, which its certificate is of`,
    );
  }
  for (const { commit } of ours) {
    if (commit !== source.commit) throw disagreement(TITLE.commit, commit, source.commit);
  }
  checkBuilder(builder, source);
}

const disagreement = (title: string, said: string | undefined, known: string | undefined): Error =>
  refused(
    `its predicate says that ${title} is ${short(said ?? '(not said)')}, its certificate says ${short(known ?? 'nothing of it')}`,
  );

const isRepository = (uri: string, { repository }: SourceIdentity): boolean => uri === repository;

/** Older builders of the SLSA generator write `<run>-<attempt>`. */
function isSameRun(what: string, said: string, { run }: SourceIdentity): boolean {
  const [, id, attempt] = /^(\d+)-(\d+)$/.exec(said) ?? [];
  if (what !== 'run' || id === undefined) return false;
  return run?.endsWith(`/actions/runs/${id}/attempts/${attempt}`) === true;
}

const RUNNER = 'https://github.com/actions/runner';

/** Who built it is who signed, or the machine that its service gave it. */
function checkBuilder(builder: string | undefined, source: SourceIdentity): void {
  const { signer, runner, repository } = source;
  const known = [signer, RUNNER, ...(runner === undefined ? [] : [`${RUNNER}/${runner}`])];
  if (builder !== undefined && known.includes(builder)) return;
  if (builder !== undefined && /^\/-\/runners\/\d+$/.test(after(repository, builder))) return;
  throw disagreement('the builder', builder, `${signer ?? 'nobody'}, ${runner ?? 'no runner'}`);
}

const after = (start: string, text: string): string =>
  text.startsWith(start) ? text.slice(start.length) : '';
