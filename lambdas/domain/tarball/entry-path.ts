import { invalid } from '#domain/errors.ts';
import { quote } from '#domain/phrasing.ts';

import { MAX_PATH } from './limits.ts';

/** An entry's path as extraction reads it, which drops the first folder, whatever its name. */
export interface EntryPath {
  readonly top: string;
  /** Below the top folder, with `/`; empty for the top folder itself. */
  readonly path: string;
}

const CONTROL = /\p{Cc}/u;
/** Windows cuts dots and spaces off a name's end: `.. ` is `..` there. */
const ONLY_DOTS = /^[. ]+$/;
/** What decoding puts in the place of bytes that are not UTF-8. */
const REPLACEMENT = '\uFFFD';
const DRIVE = /^[a-z]:/i;

/**
 * Refuses what does not lie below the package's folder on every system, and what clients read
 * differently. Single `.` segments pass: pnpm up to 8 packs `package/./dist/index.js`.
 */
export function readEntryPath(name: string, kind: 'file' | 'folder'): EntryPath {
  const problem = problemOf(name);
  if (problem !== undefined) throw refused(name, problem);
  const trimmed = kind === 'folder' && name.endsWith('/') ? name.slice(0, -1) : name;
  const [top = '', ...below] = trimmed.split('/');
  const bad = segmentProblem(top, below);
  if (bad !== undefined) throw refused(name, bad);
  const path = below.filter((segment) => segment !== '.').join('/');
  if (kind === 'file' && path === '') throw refused(name, 'is not inside of the package folder');
  if (aliasesPackageJson(path) && name !== `${top}/package.json`) {
    throw refused(name, 'is package.json by another name, on some systems or for some clients');
  }
  return { top, path };
}

function problemOf(name: string): string | undefined {
  if (CONTROL.test(name)) return 'has a control character';
  if (name.includes(REPLACEMENT)) return 'is not valid UTF-8';
  if (name.length > MAX_PATH) return `is longer than ${MAX_PATH} characters`;
  if (name.includes('\\')) return 'has a backslash, which separates folders on Windows';
  if (name.startsWith('/')) return 'is an absolute path';
  return undefined;
}

function segmentProblem(top: string, below: readonly string[]): string | undefined {
  if (top === '.') return 'starts with "./", so that its package folder would be "."';
  for (const segment of [top, ...below]) {
    if (segment === '') return 'has an empty folder name';
    if (segment !== '.' && ONLY_DOTS.test(segment)) return 'leads out of its folder';
    if (DRIVE.test(segment)) return 'has a drive letter';
  }
  return below.at(-1) === '.' ? 'ends with "."' : undefined;
}

/** Ignorable characters, which HFS+ leaves out of names. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Windows drops closing dots and spaces and what is behind a colon, and has short names. */
const PACKAGE_JSON = /^(?:package\.json|packag~\d+\.jso)[. ]*(?:$|:)/;

/** Whether a path may be written over package.json: by case, Unicode form or Windows' own rules. */
function aliasesPackageJson(path: string): boolean {
  if (path === 'package.json') return true;
  const slash = path.indexOf('/');
  const first = slash < 0 ? path : path.slice(0, slash);
  // Upper case first: it maps the long s and the Kelvin sign, as file systems do.
  const folded = first.normalize('NFKD').replace(IGNORABLE, '').toUpperCase().toLowerCase();
  return PACKAGE_JSON.test(folded);
}

const refused = (name: string, why: string): Error =>
  invalid(`the tarball's entry ${quote(name)} ${why}`);
