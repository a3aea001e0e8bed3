import { parseArgs } from 'node:util';

import { findDestination, publishConfigOf } from './publishing/destination.ts';
import { readNpmConfig } from './registry/npmrc.ts';
import { openTrustDoor, type TrustDoor } from './trusting/door.ts';
import {
  CIRCLECI_OPTIONS,
  GITHUB_OPTIONS,
  GITLAB_OPTIONS,
  REGISTRY_OPTIONS,
  type RegistryValues,
  type TrustValues,
} from './trusting/options.ts';
import { findPackageHere, type Meant } from './trusting/package.ts';
import { findOrigin, repositoryOf } from './trusting/repository.ts';
import {
  circleciRequest,
  githubRequest,
  gitlabRequest,
  type Proposal,
  type TrustWish,
} from './trusting/request.ts';
import { showTrusted } from './trusting/trusted.ts';
import { UsageError } from './usage-error.ts';

/** Says which workflows of CI services may publish a package: npm's own words, and what npm can't say. */
export async function main(args: readonly string[]): Promise<number> {
  const [verb = '', ...rest] = args;
  const work = WORK.get(verb);
  if (!work) {
    throw new UsageError(
      'say what to do: pantry trust github, gitlab, circleci, list or revoke, and what more behind it',
    );
  }
  await work(rest);
  return 0;
}

const WORK: ReadonlyMap<string, (args: readonly string[]) => Promise<void>> = new Map([
  ['github', trustGithub],
  ['gitlab', trustGitlab],
  ['circleci', trustCircleci],
  ['list', list],
  ['revoke', revoke],
]);

async function trustGithub(args: readonly string[]): Promise<void> {
  const { values, positionals } = read(args, GITHUB_OPTIONS);
  const meant = await findPackageHere(process.cwd(), positionals);
  await trust(meant, values, await githubRequest(values, propose(meant)));
}

async function trustGitlab(args: readonly string[]): Promise<void> {
  const { values, positionals } = read(args, GITLAB_OPTIONS);
  const meant = await findPackageHere(process.cwd(), positionals);
  await trust(meant, values, await gitlabRequest(values, propose(meant)));
}

async function trustCircleci(args: readonly string[]): Promise<void> {
  const { values, positionals } = read(args, CIRCLECI_OPTIONS);
  const meant = await findPackageHere(process.cwd(), positionals);
  await trust(meant, values, await circleciRequest(values));
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

const read = <const O extends Options>(args: readonly string[], options: O) =>
  parseArgs({ args: [...args], options, allowPositionals: true });

/** What a package says of itself comes first: `origin` may be a fork of it. */
const propose =
  ({ packageJson }: Meant) =>
  async (): Promise<Proposal | undefined> => {
    const own = repositoryOf(packageJson);
    if (own) return { ...own, source: 'the repository in package.json' };
    const origin = await findOrigin(process.cwd());
    return origin && { ...origin, source: 'the remote "origin" of this checkout' };
  };

async function trust(
  meant: Meant,
  values: TrustValues,
  { request, taken }: TrustWish,
): Promise<void> {
  // What programs read is on the other stream.
  for (const sentence of taken) process.stderr.write(`pantry: ${sentence}\n`);
  if (values['dry-run'] === true) {
    process.stdout.write(`${JSON.stringify(request, null, 2)}\n`);
    return;
  }
  const door = await openDoor(meant, values);
  const [trusted] = await door.add(request);
  if (values.json === true) process.stdout.write(`${JSON.stringify(trusted, null, 2)}\n`);
  else if (trusted) process.stdout.write(`${meant.name} trusts ${showTrusted(trusted)}`);
}

async function list(args: readonly string[]): Promise<void> {
  const { values, positionals } = read(args, REGISTRY_OPTIONS);
  const meant = await findPackageHere(process.cwd(), positionals);
  const trusted = await (await openDoor(meant, values)).list();
  if (values.json === true) process.stdout.write(`${JSON.stringify(trusted, null, 2)}\n`);
  else if (trusted.length === 0) process.stdout.write(`${meant.name} trusts no workflow\n`);
  else process.stdout.write(trusted.map(showTrusted).join('\n'));
}

async function revoke(args: readonly string[]): Promise<void> {
  const options = { ...REGISTRY_OPTIONS, id: { type: 'string' } } as const;
  const { values, positionals } = read(args, options);
  const meant = await findPackageHere(process.cwd(), positionals);
  const { id } = values;
  if (!id) throw new UsageError('say which one: --id, as `pantry trust list` shows it');
  await (await openDoor(meant, values)).revoke(id);
  const { name } = meant;
  const shown = values.json === true ? JSON.stringify({ package: name, id }, null, 2) : '';
  process.stdout.write(`${shown === '' ? `${name} trusts ${id} no longer` : shown}\n`);
}

async function openDoor(
  { name, packageJson }: Meant,
  { registry, otp }: RegistryValues,
): Promise<TrustDoor> {
  const config = await readNpmConfig(process.cwd(), process.env);
  const destination = findDestination(name, registry, publishConfigOf(packageJson), config);
  return openTrustDoor({ ...destination, name, otp: otp ?? config('otp') });
}
