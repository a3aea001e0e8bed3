import { isJsonObject, type Json } from '#domain/manifest.ts';

/** Where the files of a package's repository can be seen, as they are on its main branch. */
export interface Repository {
  /** What the URLs of files begin with, for people and, without a page around them, for images. */
  readonly files: string;
  readonly raw: string;
  /** The package's folder in it, without slashes around; empty for the root. */
  readonly directory: string;
}

interface Host {
  readonly shorthand: string | undefined;
  readonly files: (path: string) => string;
  readonly raw: (path: string) => string;
}

const HOSTS: ReadonlyMap<string, Host> = new Map([
  [
    'github.com',
    {
      shorthand: 'github',
      files: (path) => `https://github.com/${path}/blob/HEAD/`,
      raw: (path) => `https://raw.githubusercontent.com/${path}/HEAD/`,
    },
  ],
  [
    'gitlab.com',
    {
      shorthand: 'gitlab',
      files: (path) => `https://gitlab.com/${path}/-/blob/HEAD/`,
      raw: (path) => `https://gitlab.com/${path}/-/raw/HEAD/`,
    },
  ],
  [
    'bitbucket.org',
    {
      shorthand: 'bitbucket',
      files: (path) => `https://bitbucket.org/${path}/src/HEAD/`,
      raw: (path) => `https://bitbucket.org/${path}/raw/HEAD/`,
    },
  ],
  [
    'codeberg.org',
    {
      shorthand: undefined,
      files: (path) => `https://codeberg.org/${path}/src/branch/HEAD/`,
      raw: (path) => `https://codeberg.org/${path}/raw/branch/HEAD/`,
    },
  ],
]);

/** The repository that a manifest names, where it is with a host whose URLs are known. */
export function repositoryOf({ repository }: Json): Repository | undefined {
  const { url, directory } = isJsonObject(repository)
    ? repository
    : { url: repository, directory: undefined };
  if (typeof url !== 'string' || url.length > 1000) return undefined;
  const found = placeOf(url.trim());
  const host = found && HOSTS.get(found.host);
  if (!found || !host) return undefined;
  return {
    files: host.files(found.path),
    raw: host.raw(found.path),
    directory: typeof directory === 'string' ? withoutSlashes(directory) : '',
  };
}

interface Place {
  readonly host: string;
  readonly path: string;
}

/** `owner/name`, `github:owner/name`, `git@host:owner/name.git`, and URLs with what people write before and behind. */
function placeOf(text: string): Place | undefined {
  const [, shorthand = 'github', short] =
    /^(?:([a-z]+):)?([\w.-]+(?:\/[\w.-]+)+)$/.exec(text) ?? [];
  if (short !== undefined) {
    const known = [...HOSTS].find(([, host]) => host.shorthand === shorthand);
    return known && place(known[0], short);
  }
  const [, host, path] = /^[\w-]+@([\w.-]+):([^:]+)$/.exec(text) ?? [];
  if (host !== undefined && path !== undefined) return place(host, path);
  // The URL parser reads a path alike for every scheme that it knows as one of the web.
  const url = URL.parse(text.replace(/^(?:git\+)?[a-z]+:\/\//, 'https://'));
  return url ? place(url.hostname.replace(/^www\./, ''), url.pathname) : undefined;
}

/** GitLab alone has groups in groups; elsewhere what comes behind is a branch or a folder. */
function place(host: string, path: string): Place | undefined {
  const segments = withoutSlashes(path).split('/');
  const end = host === 'gitlab.com' ? segments.indexOf('-') : 2;
  const named = segments.slice(0, end === -1 ? undefined : end).join('/');
  const clean = named.replace(/\.git$/, '');
  return /^[\w.-]+(?:\/[\w.-]+)+$/.test(clean) && !/(?:^|\/)\.{1,2}(?:\/|$)/.test(clean)
    ? { host, path: clean }
    : undefined;
}

const withoutSlashes = (path: string): string =>
  path
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/');
