import type { Json } from '#domain/manifest.ts';

import type { DriverName, PublishCall } from './driver.ts';
import { parseDrivers, type PublishSettings, publishSettings } from './publish-settings.ts';
import { findWorkspace, type Workspace } from './workspaces/find-workspace.ts';

/** Where a package belongs, and what that says of publishing. */
export interface Project {
  readonly workspace: Workspace | undefined;
  readonly settingsOf: (packageJson: Json) => PublishSettings;
  /** Where it goes: as `--to` says, else its package.json, else that of the root. */
  readonly goesTo: (packageJson: Json) => readonly DriverName[];
}

export async function findProject(call: PublishCall, folder: string): Promise<Project> {
  const { to } = call.values;
  const said = to === undefined ? undefined : parseDrivers(to);
  const workspace = await findWorkspace(folder);
  const settingsOf = (packageJson: Json): PublishSettings =>
    publishSettings(packageJson, workspace?.rootJson);
  return {
    workspace,
    settingsOf,
    goesTo: (packageJson) => said ?? settingsOf(packageJson).to ?? ['pantry'],
  };
}
