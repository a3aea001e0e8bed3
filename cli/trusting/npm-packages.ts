import path from 'node:path';

import type { Json } from '#domain/manifest.ts';
import { asPackageName, type PackageName } from '#domain/package-name.ts';

import type { Call } from '../command/command.ts';
import { CommandError, UsageError } from '../command/failure.ts';
import type { Chosen } from '../publishing/naming/choose-name.ts';
import { namesAt } from '../publishing/naming/names.ts';
import { type NpmSettings, publishSettings } from '../publishing/publish-settings.ts';
import { choose } from '../publishing/workspaces/choose.ts';
import { findWorkspace } from '../publishing/workspaces/find-workspace.ts';
import { readPackageJson } from '../publishing/workspaces/package-json.ts';
import { credentialFor } from '../registry/credentials.ts';
import { readNpmConfig } from '../registry/npmrc.ts';

/** The project that one stands in. */
export interface Project {
  readonly root: string;
  readonly rootJson: Json;
  /** What is meant: by name, with what says how it is called elsewhere. */
  readonly packages: readonly { readonly name: PackageName; readonly settings: NpmSettings }[];
}

/** Packages that are named; else that of the folder, and all of a workspace in its root. */
export async function findProject(cwd: string, named: readonly string[]): Promise<Project> {
  const workspace = await findWorkspace(cwd);
  const root = workspace?.root ?? cwd;
  const rootJson = workspace?.rootJson ?? (await readPackageJson(cwd)) ?? {};
  const members = workspace?.members ?? [];
  const at = (name: string): Json => members.find((one) => one.name === name)?.packageJson ?? {};
  const meant = named.length > 0 ? named : await namesHere(cwd, workspace, rootJson);
  if (meant.length === 0) {
    throw new UsageError('say which package: there is none here that is not private');
  }
  return {
    root,
    rootJson,
    packages: meant.map((name) => ({
      name: nameOf(name, named),
      settings: publishSettings(name === rootJson['name'] ? rootJson : at(name), rootJson).npm,
    })),
  };
}

async function namesHere(
  cwd: string,
  workspace: Awaited<ReturnType<typeof findWorkspace>>,
  rootJson: Json,
): Promise<readonly string[]> {
  if (workspace) {
    const inRoot = path.resolve(cwd) === workspace.root;
    const members = await choose(workspace, { named: inRoot ? [] : [cwd], since: undefined });
    return members.map(({ name }) => name);
  }
  const { name, private: isPrivate } = rootJson;
  return typeof name === 'string' && isPrivate !== true ? [name] : [];
}

function nameOf(text: string, named: readonly string[]): PackageName {
  const name = asPackageName(text);
  if (name) return name;
  const sentence = `"${text}" is not the name of a package`;
  throw named.includes(text) ? new UsageError(sentence) : new CommandError(sentence);
}

/** What each is called at the registry, as whoever npm is logged in as there. */
export async function namesThere(
  { cwd, env }: Pick<Call, 'cwd' | 'env'>,
  registry: string,
  { packages }: Project,
): Promise<readonly Chosen[]> {
  const credential = credentialFor(registry, await readNpmConfig(cwd, env));
  if (!credential) {
    throw new CommandError(
      `npm is not logged in there: run \`npm login --registry ${registry}/\``,
      {
        exitCode: 3,
      },
    );
  }
  const names = namesAt({ registry, authorization: credential.authorization });
  return Promise.all(packages.map(async ({ name, settings }) => names(name, settings)));
}
