import path from 'node:path';

import { CommandError, UsageError } from '../../command/failure.ts';
import { changedSince } from './changed-since.ts';
import type { Member, Workspace } from './find-workspace.ts';

/** Which packages of a workspace are meant. */
export interface Choice {
  /** Names or folders; all where there are none. */
  readonly named: readonly string[];
  /** Only those with a change since a commit, branch or tag. */
  readonly since: string | undefined;
}

/** Packages to publish: those that are meant and not private. One that is named and private is an error. */
export async function choose(
  workspace: Workspace,
  { named, since }: Choice,
): Promise<readonly Member[]> {
  const meant = named.length === 0 ? workspace.members : named.map((text) => find(workspace, text));
  const hidden = meant.find((member) => named.length > 0 && isPrivate(member));
  if (hidden) {
    throw new CommandError(
      `${hidden.name} is marked as private: take "private" out of its package.json, or don't name it`,
    );
  }
  const open = [...new Set(meant)].filter((member) => !isPrivate(member));
  const nameless = open.find(({ version }) => version === '');
  if (nameless) {
    throw new CommandError(
      `${path.join(nameless.folder, 'package.json')} has no version: give it one, or "private": true`,
    );
  }
  return since === undefined ? open : changed(workspace, open, since);
}

const isPrivate = ({ packageJson }: Member): boolean => packageJson['private'] === true;

function find({ members, root }: Workspace, text: string): Member {
  const found = members.find(
    ({ name, folder }) => name === text || folder === path.resolve(root, text),
  );
  if (found) return found;
  const names = members.map(({ name }) => name).join(', ');
  throw new UsageError(`there is no workspace "${text}": there is ${names}`);
}

async function changed(
  { root, members: all }: Workspace,
  members: readonly Member[],
  since: string,
): Promise<readonly Member[]> {
  const files = await changedSince(root, since);
  // The folder of the root holds all others: a file belongs to the deepest.
  const folders = all.map(({ folder }) => folder).toSorted((a, b) => b.length - a.length);
  const owners = new Set(
    files.map((file) => folders.find((folder) => file.startsWith(folder + path.sep))),
  );
  return members.filter(({ folder }) => owners.has(folder));
}
