import { isJsonObject, type Json } from '#domain/manifest.ts';
import { repositoryUrl } from '#domain/provenance/repository-url.ts';
import { hasTypes } from '#domain/score/types.ts';
import { licensesOf } from '#domain/upstream/license.ts';
import { httpUrl } from '#web/links.ts';
import { shortText } from '#web/wording.ts';

/** What a manifest says to people. Anything may stand in any of its fields. */
export interface ManifestFacts {
  /** Empty: it says none. */
  readonly license: string;
  readonly repository: string | undefined;
  readonly homepage: string | undefined;
  readonly bugs: string | undefined;
  readonly funding: string | undefined;
  readonly keywords: readonly string[];
  /** Program and range. */
  readonly engines: readonly (readonly [string, string])[];
  readonly hasTypes: boolean;
  readonly modules: string;
  /** What it runs when it is installed. */
  readonly scripts: readonly (readonly [string, string])[];
}

const INSTALLING = ['preinstall', 'install', 'postinstall'] as const;
const KEYWORDS = 30;
const ENGINES = 8;

export function factsOf(manifest: Json): ManifestFacts {
  const { homepage, bugs, funding, keywords, engines } = manifest;
  const repository = httpUrl(repositoryUrl(manifest['repository']));
  const home = httpUrl(homepage);
  return {
    license: licensesOf(manifest)
      .map((text) => shortText(text, 80))
      .join(' or ')
      .slice(0, 200),
    repository,
    homepage: isPartOf(home, repository) ? undefined : home,
    bugs: httpUrl(isJsonObject(bugs) ? bugs['url'] : bugs),
    funding: fundingUrl(funding),
    keywords: keywordsIn(keywords),
    engines: textsOf(engines).slice(0, ENGINES),
    hasTypes: hasTypes(manifest),
    modules: modulesOf(manifest),
    scripts: installScripts(manifest),
  };
}

/** Many homepages are the repository's README. */
const isPartOf = (home: string | undefined, repository: string | undefined): boolean =>
  home !== undefined &&
  repository !== undefined &&
  home.toLowerCase().replace(/(?:\.git)?\/?(?:#.*)?$/, '') === repository;

function fundingUrl(funding: unknown): string | undefined {
  const [first]: readonly unknown[] = [funding].flat();
  return httpUrl(isJsonObject(first) ? first['url'] : first);
}

function keywordsIn(value: unknown): readonly string[] {
  const given: readonly unknown[] = Array.isArray(value) ? value : [];
  const words = given.slice(0, KEYWORDS * 2).map((each) => shortText(each, 40));
  return [...new Set(words)].filter((word) => word !== '').slice(0, KEYWORDS);
}

const textsOf = (value: unknown): readonly (readonly [string, string])[] =>
  Object.entries(isJsonObject(value) ? value : {})
    .slice(0, 100)
    .map(([key, each]) => [shortText(key, 60), shortText(each, 80)] as const)
    .filter(([key, each]) => key !== '' && each !== '');

/** Which kinds of modules it can be loaded as, as far as its manifest tells. */
function modulesOf({ type, module, exports: exported }: Json): string {
  const conditions = isJsonObject(exported) ? JSON.stringify(exported).slice(0, 20_000) : '';
  const [imported, required] = ['"import":', '"require":'].map((each) => conditions.includes(each));
  if (imported === true && required === true) return 'ES modules and CommonJS';
  if (type === 'module') return required === true ? 'ES modules and CommonJS' : 'ES modules';
  return typeof module === 'string' || imported === true ? 'ES modules and CommonJS' : 'CommonJS';
}

/** npm builds what has a binding.gyp, whether a script says so or not. */
function installScripts(manifest: Json): ManifestFacts['scripts'] {
  const own: Json = isJsonObject(manifest['scripts']) ? manifest['scripts'] : {};
  const named = INSTALLING.map((name) => [name, shortText(own[name], 300)] as const);
  const found = named.filter(([, text]) => text !== '');
  const runs = manifest['hasInstallScript'] === true || manifest['gypfile'] === true;
  return found.length === 0 && runs ? [['install', 'node-gyp rebuild']] : found;
}
