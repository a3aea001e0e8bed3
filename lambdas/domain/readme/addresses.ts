import type { Repository } from './repository.ts';

/** What relative links of a README are about. */
export interface LinkBase {
  /** Path of the registry's own page of the package's files, which a file's path is put behind. */
  readonly files: string;
  readonly repository?: Repository | undefined;
}

/** Characters of an address; nobody needs more, and a README may repeat one a hundred thousand times. */
const LONGEST = 2048;

/** Stands for the root of the package. */
const HERE = 'https://package.invalid';

/**
 * Where a link may lead: to the web, to mail, to a file of the repository or else of the package, or to a place in the
 * README, as `#name`. Undefined: nowhere that a page of ours leads to.
 */
export function linkTo(given: string, { files, repository }: LinkBase): string | undefined {
  const text = given.trim();
  if (text.startsWith('#')) return text.length > 1 && text.length <= LONGEST ? text : undefined;
  const url = parse(text, repository);
  if (!url || !/^(?:https?|mailto):$/.test(url.protocol)) return undefined;
  if (url.origin !== HERE) return url.href;
  const path = url.pathname.slice(1);
  if (repository) return repository.files + path + url.search + url.hash;
  return path === '' ? undefined : files + encodeURIComponent(decoded(path));
}

/** Where an image may come from: HTTPS alone, or the repository. */
export function imageFrom(text: string, { repository }: LinkBase): string | undefined {
  const url = parse(text, repository);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  if (url.origin === HERE) {
    return repository && repository.raw + url.pathname.slice(1) + url.search;
  }
  url.protocol = 'https:';
  // Of a page about a file, where people mean the file.
  return url.href.replace(/^(https:\/\/github\.com\/[^/]+\/[^/]+)\/blob\//, '$1/raw/');
}

function parse(text: string, repository: Repository | undefined): URL | undefined {
  if (text.length > LONGEST || text.trim() === '') return undefined;
  const directory = (repository?.directory ?? '').toWellFormed();
  const folder = directory.split('/').map(encodeURIComponent).join('/');
  const url = URL.parse(text, `${HERE}/${folder === '' ? '' : `${folder}/`}`);
  // Who is shown `https://known.example@other.example` reads the wrong host.
  if (!url || url.username !== '' || url.password !== '') return undefined;
  return url.href.length > LONGEST ? undefined : url;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
