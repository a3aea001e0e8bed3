import { defaultUrl } from 'registry-url';

import type { Call } from '../../command/command.ts';
import { checkRegistry } from '../../registry/credentials.ts';
import type { FoundRegistry } from '../../registry/find-registry.ts';
import { readNpmConfig } from '../../registry/npmrc.ts';
import type { NpmSettings } from '../publish-settings.ts';

/** Where `npm` publishes: where package.json says, else where npm itself would with its user's configuration. */
export async function findNpmRegistry(
  { cwd, env }: Pick<Call, 'cwd' | 'env'>,
  { registry }: Pick<NpmSettings, 'registry'>,
): Promise<FoundRegistry> {
  if (registry !== undefined) {
    const from = '"registry" of pantry.publish.npm in package.json';
    return { url: checkRegistry(registry), from, ofProject: true };
  }
  const config = await readNpmConfig(cwd, env);
  const said = config('registry');
  return {
    url: checkRegistry(said ?? defaultUrl),
    from:
      said === undefined ? 'what npm uses when nobody says' : `"registry" in npm's configuration`,
    ofProject: config.ofProject('registry'),
  };
}
