import PackageJson from '@npmcli/package-json';
import { mkdtemp, stat } from 'node:fs/promises';
import path from 'node:path';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../command/failure.ts';
import { readNpmConfig } from '../registry/npmrc.ts';
import { contentsOf } from './contents.ts';
import type { PackageToPublish, PublishCall, Source } from './driver.ts';
import { identityOf } from './identity.ts';
import { type Packed, readPacked } from './packed.ts';
import { repacked } from './packing/repacked.ts';
import { type Scripts, scriptsWith, type Step } from './packing/scripts.ts';
import { tarballOf } from './packing/tarball-of.ts';
import { checkPublishable } from './terms.ts';
import { readPackageJson } from './workspaces/package-json.ts';

/** Where it may write, and how it runs scripts. */
export interface Packing {
  readonly temporary: string;
  /** Undefined: none are run. */
  readonly scripts: Scripts | undefined;
  readonly globalIgnoreFile: string | undefined;
}

/** As the options and npm's configuration have it. */
export async function packingOf(call: PublishCall, temporary: string): Promise<Packing> {
  const { values, env, cwd, terminal } = call;
  const config = await readNpmConfig(cwd, env);
  const ignored = values['ignore-scripts'] ?? config('ignore-scripts') === 'true';
  const say = (line: string): void => terminal.note(line);
  return {
    temporary,
    scripts: ignored ? undefined : scriptsWith({ env, shell: config('script-shell'), say }),
    globalIgnoreFile: config('global-ignore-file'),
  };
}

/** A package that is packed, and what comes after it is published. */
export interface Prepared extends Source {
  /** Runs `publish` and `postpublish`. */
  readonly finish: () => Promise<void>;
}

/** Runs what the package does before, and packs it; a .tgz is taken as it is. */
export async function prepare(
  { path: place, change }: PackageToPublish,
  cwd: string,
  packing: Packing,
): Promise<Prepared> {
  const at = path.resolve(cwd, place);
  const about = await stat(at).catch(() => undefined);
  if (!about) throw new CommandError(`there is no folder or .tgz ${place}`);
  const prepared = about.isDirectory()
    ? await prepareFolder(at, packing)
    : await prepareTarball(at, packing);
  if (!change) return prepared;
  return {
    ...prepared,
    ...(await prepared.changed(change)),
    manifest: change(prepared.manifest),
    changed: async (more) => prepared.changed((packageJson) => more(change(packageJson))),
  };
}

async function prepareTarball(file: string, packing: Packing): Promise<Prepared> {
  const packed = await readPacked(file);
  checkPublishable(packed.packageJson, `package.json in ${file}`);
  const { readme } = packed;
  return {
    packed,
    folder: undefined,
    manifest: {
      ...packed.packageJson,
      ...(readme && { readme: readme.text, readmeFilename: readme.filename }),
    },
    files: await contentsOf(packed.file),
    changed: changedBy(packed, packing),
    finish: async () => {},
  };
}

async function prepareFolder(folder: string, packing: Packing): Promise<Prepared> {
  const before = await readFolder(folder);
  const run = async (...steps: readonly Step[]): Promise<void> => {
    for (const step of steps) await packing.scripts?.run(step, folder, before);
  };
  await run('prepublishOnly', 'prepack', 'prepare');
  const temporary = await mkdtemp(path.join(packing.temporary, 'pack-'));
  const packed = await readPacked(await tarballOf({ ...packing, folder, temporary }), folder);
  await run('postpack');
  // Scripts may have written it anew.
  const manifest = await readFolder(folder);
  return {
    packed,
    folder,
    manifest,
    files: await contentsOf(packed.file),
    changed: changedBy(packed, packing, folder),
    finish: async () => run('publish', 'postpublish'),
  };
}

const changedBy =
  ({ file }: Packed, { temporary }: Packing, folder?: string): Source['changed'] =>
  async (change) => {
    const anew = path.join(temporary, `${crypto.randomUUID()}.tgz`);
    await repacked(file, anew, change);
    return { packed: await readPacked(anew, folder), files: await contentsOf(anew) };
  };

/** Its package.json, corrected and completed as `npm publish` does; what it must not say is an error. */
async function readFolder(folder: string): Promise<Json> {
  const file = path.join(folder, 'package.json');
  const said = await readPackageJson(folder);
  if (said) {
    checkPublishable(said, file);
    identityOf(said, file);
  }
  const read = await PackageJson.fix(folder, { changes: [] }).catch((cause: unknown) => {
    throw new CommandError(sentenceFor(file, cause), { cause });
  });
  return (await read.prepare()).content;
}

function sentenceFor(file: string, error: unknown): string {
  const { code, message } = isJsonObject(error) ? error : {};
  if (code === 'ENOENT') return `there is no ${file}: run it in the folder of a package`;
  return `${file} can't be used: ${String(message)}`;
}
