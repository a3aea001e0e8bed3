import type { Json } from '#domain/manifest.ts';

import { CommandError } from '../../command/failure.ts';
import { findRegistry } from '../../registry/find-registry.ts';
import { readNpmConfig } from '../../registry/npmrc.ts';
import { publishConfigOf } from '../destination.ts';
import type { Driver, NamedPackage, Plan, PublishCall, Source } from '../driver.ts';
import { findVersion } from '../look.ts';
import { type Names, renamed } from '../naming/aliases.ts';
import { type NamesThere, namesAt } from '../naming/names.ts';
import type { Project } from '../project.ts';
import { type NpmCredentials, npmCredentials } from './npm-credential.ts';
import { findNpmRegistry } from './npm-registry.ts';
import { chosenFor, type Siblings, siblingsOf, unreachable } from './npm-siblings.ts';
import { npmTerms } from './npm-terms.ts';
import { planAt } from './plan-at.ts';

/** A registry that packages also go to, as who publishes there. */
interface Door {
  readonly registry: string;
  readonly credentials: NpmCredentials;
  readonly names: NamesThere;
}

/** Publishes to the public npm registry, or to another that is not one's own, under names that are to be had there. */
export function npmDriver(call: PublishCall, project: Project): Driver {
  const doors = new Map<string, Promise<Door>>();
  const doorFor = async (named: Omit<NamedPackage, 'folder'>): Promise<Door> => {
    const registry = await registryFor(call, project, named);
    const door = doors.get(registry) ?? openDoor(call, registry);
    doors.set(registry, door);
    return door;
  };
  return {
    name: 'npm',
    plan: async (source) => plan(call, project, source, await doorFor(source.packed)),
    async isThere(named) {
      const { registry, credentials, names } = await doorFor(named);
      const { name } = await names(named.name, project.settingsOf(named.packageJson).npm);
      const authorization = credentials.token?.authorization;
      return (await findVersion({ registry, authorization }, name, named.version)) !== undefined;
    },
  };
}

async function openDoor(call: PublishCall, registry: string): Promise<Door> {
  const credentials = await npmCredentials(call, registry);
  const { token, isTrusted } = credentials;
  const names = namesAt({ registry, authorization: token?.authorization, isTrusted });
  return { registry, credentials, names };
}

/** Where it goes; that has to be another one than the registry of one's own, if it goes there too. */
async function registryFor(
  call: PublishCall,
  { settingsOf, goesTo }: Project,
  { name, packageJson }: Omit<NamedPackage, 'folder'>,
): Promise<string> {
  const settings = settingsOf(packageJson).npm;
  if (!goesTo(packageJson).includes('pantry')) {
    const { registry = settings.registry } = call.values;
    return (await findNpmRegistry(call, { registry })).url;
  }
  const { url, from } = await findNpmRegistry(call, settings);
  const own = await findRegistry(call, { name, publishConfig: publishConfigOf(packageJson) });
  if (own.url !== url) return url;
  throw new CommandError(
    `pantry and npm are both ${url}, as ${own.from} and ${from} say: name the other one as "registry" in pantry.publish.npm of package.json`,
  );
}

async function plan(
  call: PublishCall,
  project: Project,
  source: Source,
  door: Door,
): Promise<Plan> {
  const { packed } = source;
  const { packageJson } = packed;
  const { npm } = project.settingsOf(packageJson);
  const chosen = await chosenFor(packed.name, async () => door.names(packed.name, npm));
  const siblings = await siblingsOf(packageJson, project, door.names);
  const there = await underName(source, new Map([[packed.name, chosen], ...siblings]));
  const config = await readNpmConfig(call.cwd, call.env);
  const { note } = chosen;
  // A code that was said is for the registry of one's own, unless there is no other.
  const alone = project.goesTo(packageJson).length === 1;
  return planAt(call, there, {
    driver: 'npm',
    registry: door.registry,
    as: await door.credentials.of(chosen.name),
    own: npmTerms(npm, publishConfigOf(packageJson), chosen.name !== packed.name),
    config,
    otp: alone ? (call.values.otp ?? config('otp')) : undefined,
    refusal: chosen.refusal ?? unreachable(siblings, project, call.values),
    notes: note === undefined ? [] : [`it is called ${chosen.name} there, since ${note}`],
  });
}

/** The tarball is made anew only where a name differs. */
async function underName(source: Source, chosen: Siblings): Promise<Source> {
  const names: Names = new Map([...chosen].map(([plain, { name }]) => [plain, name]));
  if ([...names].every(([plain, name]) => plain === name)) return source;
  const change = (packageJson: Json): Json => renamed(packageJson, names);
  return {
    ...source,
    ...(await source.changed(change)),
    manifest: change(source.manifest),
  };
}
