import path from 'node:path';

import type { Json } from '#domain/manifest.ts';

import { CommandError, UsageError } from '../command/failure.ts';
import type { Driver, DriverName, PackageToPublish, PublishCall, Source } from './driver.ts';
import { npmDriver } from './drivers/npm.ts';
import { pantryDriver } from './drivers/pantry.ts';
import { identityOf } from './identity.ts';
import { findProject, type Project } from './project.ts';
import { checkReachable } from './workspaces/check.ts';
import { choose } from './workspaces/choose.ts';
import type { Member, Workspace } from './workspaces/find-workspace.ts';
import { order } from './workspaces/order.ts';
import { overridden } from './workspaces/overrides.ts';
import { readPackageJson } from './workspaces/package-json.ts';
import { published } from './workspaces/ranges.ts';

/** What is to be published, and where. */
export interface Targets {
  /** The call as if in the root of the workspace, whose configuration counts for all packages. */
  readonly rooted: PublishCall;
  readonly packages: readonly PackageToPublish[];
  /** Whether any number of packages was meant. */
  readonly several: boolean;
  readonly driversFor: (source: Pick<Source['packed'], 'packageJson'>) => readonly Driver[];
}

/** The package of a folder or a .tgz; or those of a workspace that are not there yet, each after what it depends on. */
export async function findTargets(call: PublishCall): Promise<Targets> {
  const { values, args, cwd } = call;
  const [place = '.'] = args;
  const several = values.recursive === true || values.workspace !== undefined;
  if (!several && values.since !== undefined) {
    throw new UsageError('--since is for a workspace: say --recursive too');
  }
  if (several && args.length > 0) {
    throw new UsageError(
      `"${place}" is one package: name it by --workspace, or leave --recursive out`,
    );
  }
  const project = await findProject(call, path.resolve(cwd, place));
  const { workspace } = project;
  const rooted = workspace ? { ...call, cwd: workspace.root } : call;
  const drivers: Readonly<Record<DriverName, Driver>> = {
    pantry: pantryDriver(rooted),
    npm: npmDriver(rooted, project),
  };
  const driversFor: Targets['driversFor'] = ({ packageJson }) =>
    project.goesTo(packageJson).map((name) => drivers[name]);
  const packages = several
    ? await ofWorkspace(call, project, driversFor)
    : [await ofFolder(project, place, path.resolve(cwd, place))];
  return { rooted, packages, several, driversFor };
}

async function ofWorkspace(
  { values, terminal }: PublishCall,
  { workspace }: Project,
  driversFor: Targets['driversFor'],
): Promise<readonly PackageToPublish[]> {
  if (!workspace) {
    throw new CommandError(
      'this is no workspace: there is no pnpm-workspace.yaml here, and no "workspaces" in package.json',
    );
  }
  const chosen = await choose(workspace, { named: values.workspace ?? [], since: values.since });
  checkReachable(workspace, chosen);
  const { members, cycles } = order(chosen);
  for (const cycle of cycles) {
    terminal.warn(
      `${cycle.join(' → ')} depend on each other: whoever installs the first may miss one for a moment`,
    );
  }
  const raised: Member[] = [];
  for (const member of members) {
    if (await isThere(member, driversFor(member))) {
      terminal.note(`${member.name}@${member.version} is there already`);
    } else raised.push(member);
  }
  return raised.map((member) => ({ path: member.folder, ...changeFor(workspace, member) }));
}

/** Whether a version is at all registries that it goes to: then it is not new, whatever is in it now. */
async function isThere(
  { packageJson, folder }: Member,
  drivers: readonly Driver[],
): Promise<boolean> {
  const named = {
    ...identityOf(packageJson, path.join(folder, 'package.json')),
    packageJson,
    folder,
  };
  for (const driver of drivers) if (!(await driver.isThere(named))) return false;
  return true;
}

async function ofFolder(
  { workspace, goesTo }: Project,
  place: string,
  folder: string,
): Promise<PackageToPublish> {
  // What is wrong with its settings is told before any script is run.
  goesTo((await readPackageJson(folder)) ?? {});
  const member = workspace?.members.find((one) => one.folder === folder);
  if (!workspace || !member) return { path: workspace ? folder : place };
  if (member.packageJson['private'] !== true) checkReachable(workspace, [member]);
  return { path: folder, ...changeFor(workspace, member) };
}

function changeFor(workspace: Workspace, member: Member): Pick<PackageToPublish, 'change'> {
  const change = (packageJson: Json): Json =>
    overridden(workspace.manager, published(workspace, member, packageJson));
  // What stays as it is needs no second tarball.
  const same = JSON.stringify(change(member.packageJson)) === JSON.stringify(member.packageJson);
  return same ? {} : { change };
}
