import type { Call, ExitCode, Options, Values } from './command/command.ts';
import { UsageError } from './command/failure.ts';
import type {
  CIRCLECI_OPTIONS,
  GITHUB_OPTIONS,
  GITLAB_OPTIONS,
  REVOKE_OPTIONS,
} from './commands/trust.ts';
import { publishConfigOf } from './publishing/destination.ts';
import { openClient } from './registry/client.ts';
import { unknownAnswer } from './registry/refused.ts';
import { openTrustDoor, type TrustDoor } from './trusting/door.ts';
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

export async function github(call: Call<typeof GITHUB_OPTIONS>): Promise<ExitCode> {
  const meant = await findPackageHere(call.cwd, call.args);
  return trust(call, meant, await githubRequest(call.values, propose(call, meant)));
}

export async function gitlab(call: Call<typeof GITLAB_OPTIONS>): Promise<ExitCode> {
  const meant = await findPackageHere(call.cwd, call.args);
  return trust(call, meant, await gitlabRequest(call.values, propose(call, meant)));
}

export async function circleci(call: Call<typeof CIRCLECI_OPTIONS>): Promise<ExitCode> {
  const meant = await findPackageHere(call.cwd, call.args);
  return trust(call, meant, await circleciRequest(call.values));
}

/** What a package says of itself comes first: `origin` may be a fork of it. */
const propose =
  ({ cwd }: Pick<Call, 'cwd'>, { packageJson }: Meant) =>
  async (): Promise<Proposal | undefined> => {
    const own = repositoryOf(packageJson);
    if (own) return { ...own, source: 'the repository in package.json' };
    const origin = await findOrigin(cwd);
    return origin && { ...origin, source: 'the remote "origin" of this checkout' };
  };

type AnyCall = Omit<Call, 'values'> & { readonly values: Values<Options> };

async function trust(
  call: AnyCall,
  meant: Meant,
  { request, taken }: TrustWish,
): Promise<ExitCode> {
  const { terminal, values } = call;
  // What programs read is on the other stream.
  for (const sentence of taken) terminal.warn(sentence);
  if (values['dry-run'] === true) {
    terminal.result(request, `${JSON.stringify(request, null, 2)}\n`);
    return 0;
  }
  const door = await openDoor(call, meant);
  const [trusted] = await door.add(request);
  if (!trusted) throw unknownAnswer('the registry');
  terminal.result(trusted, `${meant.name} trusts ${showTrusted(trusted)}`);
  return 0;
}

export async function list(call: Call): Promise<ExitCode> {
  const meant = await findPackageHere(call.cwd, call.args);
  const trusted = await (await openDoor(call, meant)).list();
  const shown = trusted.map(showTrusted).join('\n');
  call.terminal.result(trusted, shown === '' ? `${meant.name} trusts no workflow\n` : shown);
  return 0;
}

export async function revoke(call: Call<typeof REVOKE_OPTIONS>): Promise<ExitCode> {
  const meant = await findPackageHere(call.cwd, call.args);
  const { id } = call.values;
  if (!id) throw new UsageError('say which one: --id, as `pantry trust list` shows it');
  await (await openDoor(call, meant)).revoke(id);
  const { name } = meant;
  call.terminal.result({ package: name, id }, `${name} trusts ${id} no longer\n`);
  return 0;
}

async function openDoor(call: AnyCall, { name, packageJson }: Meant): Promise<TrustDoor> {
  const publishConfig = publishConfigOf(packageJson);
  return openTrustDoor(await openClient(call, { name, publishConfig, login: true }), name);
}
