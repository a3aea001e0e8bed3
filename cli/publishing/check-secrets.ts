import { CommandError } from '../command/failure.ts';
import type { Shipped } from './driver.ts';

/** Files that are named in the sentence. */
const MANY = 5;

/** What once was published can't be taken back: others have it within minutes. */
export function checkSecrets({ packed, files }: Shipped): void {
  const found = files.filter(({ secret }) => secret !== undefined);
  if (found.length === 0) return;
  const named = found.slice(0, MANY).map(({ path, secret }) => `${path} (${secret})`);
  const more = found.length > MANY ? ` and ${found.length - MANY} more` : '';
  throw new CommandError(
    `${packed.name} would ship what looks secret: ${named.join(', ')}${more}. Leave it out by "files" in package.json or .npmignore, or say --allow-secrets`,
  );
}
