import normalizeBin from 'npm-normalize-package-bin';

/** A JSON object whose values nobody has looked at yet. */
export type Json = Readonly<Record<string, unknown>>;

/**
 * What a client may add to a manifest that its package.json does not hold, or words differently:
 * npm normalises people and links. None of it decides what is installed or run.
 */
const COSMETIC = [
  'description',
  'keywords',
  'homepage',
  'bugs',
  'repository',
  'license',
  'author',
  'contributors',
] as const;
const FROM_CLIENT = ['gitHead', '_nodeVersion', '_npmVersion'] as const;

/** Of a version object only what is taken from a client: all else is in its tarball. */
export const fromClient = (client: Json): Json =>
  Object.fromEntries(
    ['name', 'version', ...COSMETIC, ...FROM_CLIENT]
      .filter((key) => key in client)
      .map((key) => [key, client[key]]),
  );

/** Fields that only the registry may set, and what must not be in a version object. */
const NEVER = new Set([
  '_id',
  '_rev',
  '_attachments',
  '_npmUser',
  '_run',
  '_integrity',
  '_resolved',
  '_from',
  '_where',
  '_hasShrinkwrap',
  'dist',
  'deprecated',
  'gypfile',
  'hasInstallScript',
  'integrity',
  'maintainers',
  'readme',
  'readmeFilename',
  'shasum',
  'signatures',
  '__proto__',
]);

const DEPENDENCIES = [
  'dependencies',
  'optionalDependencies',
  'devDependencies',
  'peerDependencies',
  'acceptDependencies',
] as const;

/** What the tarball says beside its package.json. */
export interface TarballContent {
  readonly packageJson: Json;
  /** Paths below the package's folder. */
  readonly paths: ReadonlySet<string>;
}

/**
 * The version object that is stored. All that decides what is installed and run comes from the
 * tarball's own package.json, so that nobody is shown other dependencies or scripts than they get.
 */
export function buildManifest(client: Json, { packageJson, paths }: TarballContent): Json {
  const own = Object.entries(packageJson).filter(([key]) => !NEVER.has(key));
  const cosmetic = COSMETIC.filter((key) => key in client).map((key) => [key, client[key]]);
  const added = FROM_CLIENT.filter((key) => typeof client[key] === 'string');
  const manifest: Record<string, unknown> = {
    ...Object.fromEntries(own),
    ...Object.fromEntries(cosmetic),
    ...Object.fromEntries(added.map((key) => [key, client[key]])),
  };
  for (const key of DEPENDENCIES) setOrDrop(manifest, key, stringMap(packageJson[key]));
  setOrDrop(manifest, 'bundleDependencies', bundled(packageJson));
  delete manifest['bundledDependencies'];
  setOrDrop(manifest, 'bin', bin(packageJson, paths));
  const scripts = installScripts(packageJson, paths);
  setOrDrop(manifest, 'scripts', scripts.scripts);
  if (scripts.gypfile) manifest['gypfile'] = true;
  if (scripts.runsAtInstall) manifest['hasInstallScript'] = true;
  if (paths.has('npm-shrinkwrap.json')) manifest['_hasShrinkwrap'] = true;
  return manifest;
}

function setOrDrop(target: Record<string, unknown>, key: string, value: unknown): void {
  if (value === undefined) delete target[key];
  else target[key] = value;
}

export const isJsonObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function stringMap(value: unknown): Json | undefined {
  if (!isJsonObject(value)) return undefined;
  const entries = Object.entries(value).filter(([, range]) => typeof range === 'string');
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** Both spellings are in use, and `true` means all dependencies. */
function bundled(packageJson: Json): readonly string[] | undefined {
  const value = packageJson['bundleDependencies'] ?? packageJson['bundledDependencies'];
  if (value === true) return Object.keys(stringMap(packageJson['dependencies']) ?? {});
  if (isJsonObject(value)) return Object.keys(value);
  if (!Array.isArray(value)) return undefined;
  return value.filter((name): name is string => typeof name === 'string');
}

/** An object in every case: some clients publish a string, and `directories.bin` names a folder. */
function bin(packageJson: Json, paths: ReadonlySet<string>): Json | undefined {
  const { name, bin: declared } = packageJson;
  if (declared !== undefined) return normalizeBin({ name, bin: declared }).bin;
  const { directories } = packageJson;
  const folder = isJsonObject(directories) ? directories['bin'] : undefined;
  if (typeof folder !== 'string') return undefined;
  const prefix = `${folder.replace(/^\.?\/+/, '').replace(/\/+$/, '')}/`;
  const files = [...paths].filter(
    (path) => path.startsWith(prefix) && !/(?:^|\/)\./.test(path.slice(prefix.length)),
  );
  return normalizeBin({ name, bin: files }).bin;
}

interface InstallScripts {
  readonly scripts: Json | undefined;
  readonly gypfile: boolean;
  readonly runsAtInstall: boolean;
}

/** npm builds a package with a binding.gyp even where no script says so. */
function installScripts(packageJson: Json, paths: ReadonlySet<string>): InstallScripts {
  const declared = stringMap(packageJson['scripts']) ?? {};
  const gypfile =
    paths.has('binding.gyp') &&
    packageJson['gypfile'] !== false &&
    !('install' in declared) &&
    !('preinstall' in declared);
  const scripts: Json = gypfile ? { ...declared, install: 'node-gyp rebuild' } : declared;
  return {
    scripts: Object.keys(scripts).length > 0 ? scripts : undefined,
    gypfile,
    runsAtInstall: ['preinstall', 'install', 'postinstall'].some((name) => name in scripts),
  };
}
