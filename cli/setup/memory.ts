import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';

import type { Call } from '../command/command.ts';
import { CommandError } from '../command/failure.ts';
import { credentialPath } from '../registry/credential-file.ts';
import { FORMATS, type FormatName } from './formats/formats.ts';

/** Hashes stand for what was written, which may be a token. */
export const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex');

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a constant
const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];

const Change = v.object({
  file: v.string(),
  format: v.picklist(FORMAT_NAMES),
  /** Whether there was no such file. */
  created: v.boolean(),
  /** Of the text afterwards. */
  hash: v.string(),
  hunks: v.array(
    v.object({ at: v.number(), removed: v.array(v.string()), added: v.array(v.string()) }),
  ),
  settings: v.array(
    v.object({
      place: v.pipe(v.array(v.string()), v.nonEmpty()),
      kind: v.picklist(['value', 'item']),
      hash: v.string(),
      /** Whether something else stood there. */
      had: v.boolean(),
    }),
  ),
});

const Run = v.object({
  /** Counts up, so that the last one is taken back first. */
  time: v.number(),
  /** The project's folder, or the user's home. */
  of: v.string(),
  changes: v.array(Change),
});

/** What a run changed in a file, so that it can be taken back. */
export type RememberedChange = v.InferOutput<typeof Change>;
export type RememberedRun = v.InferOutput<typeof Run>;

type Variables = Call['env'];

const folderOf = (env: Variables): string => path.join(path.dirname(credentialPath(env)), 'setup');

/** Each run has a file of its own, which nobody changes; what removes it again is given. */
export async function remember(
  env: Variables,
  run: Omit<RememberedRun, 'time'>,
): Promise<() => Promise<void>> {
  const folder = folderOf(env);
  const time = Date.now();
  const file = path.join(folder, `${time}-${randomUUID()}.json`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(JSON.stringify({ time, ...run }));
    await handle.sync();
    await handle.close();
  } catch (cause) {
    await rm(file, { force: true }).catch(() => undefined);
    throw new CommandError(
      `${folder} can't keep what --undo needs: ${String(cause)}. Nothing was written`,
      { cause },
    );
  }
  return async () => rm(file, { force: true });
}

interface KeptRun extends RememberedRun {
  readonly forget: () => Promise<void>;
}

/** Runs of a project or a home, the latest first. */
export async function recall(env: Variables, of?: string): Promise<readonly KeptRun[]> {
  const folder = folderOf(env);
  const names = await readdir(folder).catch(() => []);
  const runs: KeptRun[] = [];
  for (const name of names.filter((one) => one.endsWith('.json'))) {
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Run), text);
    if (!read.success) {
      throw new CommandError(
        `${file} is damaged: delete it. What that run of \`pantry setup\` changed has to be taken back by hand`,
      );
    }
    if (of === undefined || read.output.of === of) {
      runs.push({ ...read.output, forget: async () => rm(file, { force: true }) });
    }
  }
  return runs.toSorted((one, other) => other.time - one.time);
}
