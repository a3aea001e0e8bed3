import { stat } from 'node:fs/promises';
import path from 'node:path';

import { asPackageName, scopeOf } from '#domain/package-name.ts';

import type { Call } from '../command/command.ts';
import type { DOCTOR_OPTIONS } from '../commands/setup.ts';
import type { FoundRegistry } from '../registry/find-registry.ts';
import { type Names, projectNames } from '../setup/client-files.ts';
import { type ClientName, findProject, type Project } from '../setup/project.ts';
import { installedClients, userNames } from '../setup/user-files.ts';
import { checkScope, findSetupRegistry } from '../setup/wish.ts';

export type DoctorCall = Call<typeof DOCTOR_OPTIONS>;

/** What is looked at. */
export interface Subject {
  readonly call: DoctorCall;
  readonly registry: FoundRegistry;
  readonly project: Project;
  /** Scopes that are to come from the registry; none: all packages are. */
  readonly scopes: readonly string[];
  /** That can be called here. */
  readonly installed: readonly ClientName[];
  /** Files of the project, and of the user. */
  readonly names: Names;
  readonly userNames: Names;
}

export async function findSubject(call: DoctorCall): Promise<Subject> {
  const { cwd, env, values } = call;
  const project = await findProject(cwd, env);
  const scopes = values.scope?.map(checkScope) ?? ownScopes(project);
  const jsonc = await stat(path.join(project.folder, 'deno.jsonc')).catch(() => undefined);
  return {
    call,
    registry: await findSetupRegistry(call),
    project,
    scopes,
    installed: await installedClients(env),
    names: projectNames(project.folder, jsonc !== undefined),
    userNames: userNames(env),
  };
}

function ownScopes({ packageJson: { name } }: Project): readonly string[] {
  const known = typeof name === 'string' ? asPackageName(name) : undefined;
  const scope = known && scopeOf(known);
  return scope === undefined ? [] : [scope];
}

/** The command that mends a configuration. */
export const setupCommand = ({ registry: { url }, scopes }: Subject): string => {
  const what = scopes.length === 0 ? '--all' : scopes.map((scope) => `--scope ${scope}`).join(' ');
  return `pantry setup --registry ${url} ${what}`;
};
