import { readFileSync } from 'node:fs';
import path from 'node:path';

import { npm11 } from '../clients.ts';
import { folder } from '../folder.ts';
import { run } from '../run.ts';

const { version }: { readonly version: string } = JSON.parse(readFileSync('package.json', 'utf8'));

export const VERSION = version;

/** The command as `npm pack` makes it of what was built; gives the tarball. */
export async function packCommand(): Promise<string> {
  const [destination, home] = [folder(), folder()];
  const args = ['pack', '--ignore-scripts', '--pack-destination', destination];
  const { code, text } = await run([...npm11.command, ...args], {
    cwd: process.cwd(),
    env: { PATH: process.env['PATH'] ?? '', HOME: home },
  });
  if (code !== 0) throw new Error(text);
  return path.join(destination, `pantry-registry-${version}.tgz`);
}
