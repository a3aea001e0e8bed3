import { isJsonObject, type Json } from '#domain/manifest.ts';

import type { Call } from '../command/command.ts';
import { UsageError } from '../command/failure.ts';
import type { NPM_OPTIONS } from '../commands/trust.ts';
import { findOrigin, parseRepository, repositoryOf } from './repository.ts';
import { findWorkflows } from './workflow.ts';

/** The workflow that packages of the public registry shall trust. */
export interface NpmWish {
  /** `owner/name` */
  readonly repository: string;
  /** `release.yml` */
  readonly file: string;
  readonly environment: string | undefined;
  /** Whether it stages what a person approves, in place of publishing. */
  readonly stage: boolean;
}

interface Where {
  readonly root: string;
  readonly rootJson: Json;
}

type NpmCall = Call<typeof NPM_OPTIONS>;

/** What is said, and what the project tells; what is taken from there is said. */
export async function npmWish(call: NpmCall, where: Where): Promise<NpmWish> {
  const { values } = call;
  return {
    repository: await repositoryIn(call, where),
    file: await fileIn(call, where),
    environment: values.env,
    stage: values['allow-stage-publish'] === true,
  };
}

const SAY = 'say which repository: --repo owner/name';

async function repositoryIn(
  { values, terminal }: NpmCall,
  { root, rootJson }: Where,
): Promise<string> {
  if (values.repo !== undefined) {
    const named = parseRepository(values.repo)?.path ?? values.repo;
    if (/^[\w.-]+\/[\w.-]+$/.test(named)) return named;
    throw new UsageError(`${SAY}, not "${values.repo}"`);
  }
  const own = repositoryOf(rootJson);
  const found = own ?? (await findOrigin(root));
  if (found?.host !== 'github.com') throw new UsageError(SAY);
  const source = own ? 'the repository in package.json' : 'the remote "origin" of this checkout';
  terminal.warn(`taking github.com/${found.path}, ${source}`);
  return found.path;
}

async function fileIn({ values, terminal }: NpmCall, { root }: Where): Promise<string> {
  const named = values.file?.replace(/^(?:\.\/)?\.github\/workflows\//, '');
  if (named !== undefined) {
    if (/^[^/\\]+\.ya?ml$/.test(named)) return named;
    throw new UsageError(
      `--file is a file of .github/workflows such as release.yml, not "${named}"`,
    );
  }
  const found = await findWorkflows(root);
  const [only, ...others] = found;
  if (only === undefined)
    throw new UsageError('say which workflow may publish: --file release.yml');
  if (others.length === 0) {
    terminal.warn(`taking the workflow ${only}`);
    return only;
  }
  if (!terminal.questions) {
    throw new UsageError(`say which workflow may publish: --file ${found.join(' or --file ')}`);
  }
  return terminal.questions.choose(
    'Which workflow publishes?',
    found.map((file) => ({ value: file, label: file })),
  );
}

/** The command that has npm ask the registry for it. */
export const commandFor = (
  name: string,
  { repository, file, environment, stage }: NpmWish,
  { registry, permissions }: { readonly registry: string; readonly permissions: boolean },
): readonly string[] => [
  'trust',
  'github',
  name,
  '--file',
  file,
  '--repo',
  repository,
  ...(environment === undefined ? [] : ['--env', environment]),
  ...(permissions ? [stage ? '--allow-stage-publish' : '--allow-publish'] : []),
  '--yes',
  '--registry',
  `${registry}/`,
];

/** Whether it is among those that a package trusts, as npm lists them. */
export const isTrusted = (
  { repository, file, environment }: NpmWish,
  listed: readonly Json[],
): boolean =>
  listed
    .filter(isJsonObject)
    .some(
      (one) =>
        one['type'] === 'github' &&
        String(one['repository']).toLowerCase() === repository.toLowerCase() &&
        one['file'] === file &&
        (one['environment'] ?? undefined) === environment,
    );
