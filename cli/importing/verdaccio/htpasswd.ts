import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { CommandError } from '../../command/failure.ts';

/** Names of the users of Verdaccio's password file, which lies in its storage or beside it unless it is named. */
export async function accountsIn(
  storage: string,
  named: string | undefined,
): Promise<readonly string[]> {
  if (named !== undefined) {
    const text = await readFile(named, 'utf8').catch((cause: unknown) => {
      throw new CommandError(`${named} can't be read`, { cause });
    });
    return namesIn(text);
  }
  const places = [storage, path.dirname(storage)].map((folder) => path.join(folder, 'htpasswd'));
  const texts = await Promise.all(
    places.map(async (file) => readFile(file, 'utf8').catch(() => undefined)),
  );
  return namesIn(texts.find((text) => text !== undefined) ?? '');
}

const namesIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.split(':', 1)[0]?.trim() ?? '')
    .filter(Boolean);
