import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv, promisify } from 'node:util';

const run = promisify(execFile);

/** What git may take to say whether it ignores a file, in milliseconds. */
const PATIENCE = 10_000;

/** The project's `.env`, as far as this command goes. */
export interface EnvFile {
  readonly file: string;
  readonly token: string | undefined;
  /** Whether git leaves it alone, so that nobody publishes or commits it by accident. */
  readonly ignored: boolean;
}

/** `PANTRY_TOKEN` in the `.env` of a folder; undefined where there is no such file. */
export async function readEnvFile(folder: string): Promise<EnvFile | undefined> {
  const file = path.join(folder, '.env');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const token = parseEnv(text)['PANTRY_TOKEN'];
  return { file, token: token === '' ? undefined : token, ignored: await isIgnored(file) };
}

/** Whether git ignores a file, which need not be there yet; not so outside of git. */
export async function isIgnored(file: string): Promise<boolean> {
  const options = { cwd: path.dirname(file), timeout: PATIENCE };
  return run('git', ['check-ignore', '--quiet', '--', path.basename(file)], options).then(
    () => true,
    () => false,
  );
}
