import path from 'node:path';

import type { Call } from '../command/command.ts';
import { shownHunks } from './hunks.ts';
import { homeOf } from './user-files.ts';

/** A file before and after; undefined: it is not there. */
export interface Shown {
  readonly file: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What changes, as `diff` shows it. Tokens are not shown. */
export function showChanges(
  { terminal: { paint }, cwd, env }: Pick<Call, 'terminal' | 'cwd' | 'env'>,
  changes: readonly Shown[],
): string {
  return changes
    .map(({ file, before, after }) => {
      const fate = before === undefined ? ' (new)' : after === undefined ? ' (removed)' : '';
      const lines = shownHunks(before ?? '', after ?? '', hidden).filter(
        (line) => line.trim() !== '+' && line.trim() !== '-',
      );
      const coloured = lines.map((line) => {
        if (line.startsWith('+')) return paint.green(line);
        return line.startsWith('-') ? paint.red(line) : paint.dim(line);
      });
      return [paint.bold(shortName(file, cwd, homeOf(env)) + fate), ...coloured, ''].join('\n');
    })
    .join('\n');
}

const SECRET =
  /((?:_authToken|_auth|_password|npmAuthToken|npmAuthIdent|(?<![a-z_])(?:token|password))["']?\s*[=:]\s*)(?!"?\$\{)\S.*/i;

const hidden = (line: string): string => line.replace(SECRET, '$1…');

/** As it is called from where somebody stands. */
export function shortName(file: string, cwd: string, home: string): string {
  const relative = path.relative(cwd, file);
  if (relative !== '' && !relative.startsWith('..')) return relative;
  return file.startsWith(home + path.sep) ? `~${file.slice(home.length)}` : file;
}
