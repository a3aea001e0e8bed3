import mapWorkspaces from '@npmcli/map-workspaces';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { parsedAsIs } from '../../parsed-as-is.ts';

/** The folders of a project's workspaces by name; a list that can't be read is an error. */
export const workspacesOf = async (cwd: string, pkg: Json): Promise<ReadonlyMap<string, string>> =>
  mapWorkspaces({ cwd, pkg });

/** The project above a folder that names it as one of its workspaces, as npm looks for it. */
export async function projectOf(folder: string): Promise<string | undefined> {
  for (let above = path.dirname(folder); ; above = path.dirname(above)) {
    const text = await readFile(path.join(above, 'package.json'), 'utf8').catch(() => '');
    const content = parsedAsIs(text);
    if (isJsonObject(content) && content['workspaces']) {
      const folders = await workspacesOf(above, content).catch(() => new Map<string, string>());
      if ([...folders.values()].includes(folder)) return above;
    }
    if (above === path.dirname(above)) return undefined;
  }
}
