import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';

import type { Uploading } from '../publication.ts';

/** An upload that was begun and may not be finished. */
const Begun = v.object({ id: v.string(), expiresAt: v.pipe(v.string(), v.isoTimestamp()) });
export type BegunUpload = v.InferOutput<typeof Begun>;

/** What this machine remembers of the upload of one tarball to one registry by one user. */
export interface Memory {
  find(): Promise<BegunUpload | undefined>;
  keep(upload: BegunUpload): Promise<void>;
  forget(): Promise<void>;
}

/** Which upload it is; another tarball is another upload. */
type Of = Pick<Uploading, 'registry' | 'packed'> & { readonly user: string };

/**
 * A file for each upload, for nobody else to read. Where it can't be written an upload that is broken off
 * starts anew, and nothing else is wrong: that is no reason not to publish.
 */
export function openMemory({ registry, packed, user }: Of, env: NodeJS.ProcessEnv): Memory {
  const { name, version, digests } = packed;
  const folder = stateFolder(env);
  const key = JSON.stringify([registry, name, version, digests.integrity, user]);
  const file = path.join(folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  return {
    find: async () => read(file),
    async keep({ id, expiresAt }) {
      const said = { id, expiresAt, registry, package: name, version };
      await write(folder, file, `${JSON.stringify(said, null, 2)}\n`).catch(() => undefined);
      await removeExpired(folder).catch(() => undefined);
    },
    forget: async () => rm(file, { force: true }).catch(() => undefined),
  };
}

/** As the XDG base directory specification has it: a path that is not absolute does not count. */
function stateFolder({ XDG_STATE_HOME: state = '', HOME: home }: NodeJS.ProcessEnv): string {
  return path.isAbsolute(state)
    ? path.join(state, 'pantry', 'uploads')
    : path.join(home ?? homedir(), '.pantry', 'uploads');
}

/** Undefined also where it is over, or what is there is no such file. */
async function read(file: string): Promise<BegunUpload | undefined> {
  try {
    const begun = v.parse(Begun, JSON.parse(await readFile(file, 'utf8')));
    return Date.parse(begun.expiresAt) > Date.now() ? begun : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all, whoever ends this process. */
async function write(folder: string, file: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = path.join(folder, `${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx', flush: true });
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function removeExpired(folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  for (const name of files) {
    const file = path.join(folder, name);
    if (!(await read(file))) await rm(file, { force: true });
  }
}
