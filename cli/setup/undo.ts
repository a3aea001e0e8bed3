import type { Call, ExitCode } from '../command/command.ts';
import type { SETUP_OPTIONS } from '../commands/setup.ts';
import { agree } from './agree.ts';
import { bytesOf, findFile, type FoundFile } from './found-file.ts';
import { recall, type RememberedChange } from './memory.ts';
import { readSaid } from './plan.ts';
import { shortName, showChanges } from './show.ts';
import { takeBack } from './take-back.ts';
import { homeOf } from './user-files.ts';
import { type Replacement, writeFiles } from './write-files.ts';

/** A file without what runs wrote, and the places in it that were changed since. */
interface Restored {
  readonly found: FoundFile;
  /** Undefined: it was made by a run, and nothing else is in it. */
  readonly text: string | undefined;
  readonly left: readonly string[];
}

/** Takes back what all runs in a project, or for a user, have changed. */
export async function undo(call: Call<typeof SETUP_OPTIONS>, of: string): Promise<ExitCode> {
  const { values, env, cwd, terminal } = call;
  const runs = await recall(env, of);
  const restored = await restore(runs.flatMap(({ changes }) => changes.toReversed()));
  const changed = restored.filter(({ found, text }) => found.bytes && text !== found.text);
  const files = changed.map(({ found: { file } }) => file);
  const left = restored.flatMap((one) =>
    one.left.map((place) => ({ file: one.found.file, place })),
  );
  if (runs.length === 0) {
    terminal.result({ files, left }, 'nothing to take back: `pantry setup` changed nothing here\n');
    return 0;
  }
  const shown = showChanges(call, changed.map(asShown));
  for (const { file, place } of left) {
    terminal.warn(`${place} in ${file} was changed since, and stays as it is`);
  }
  if (values['dry-run'] === true) {
    terminal.result({ files, left }, shown);
    return 0;
  }
  if (changed.length > 0) {
    terminal.note(shown);
    await agree(call, 'Take this back?');
    // A run is forgotten last: until then it can be taken back again.
    await writeFiles(changed.map(replacementOf), async () => async () => undefined);
  }
  for (const { forget } of runs) await forget();
  const names = files.map((file) => shortName(file, cwd, homeOf(env))).join(', ');
  terminal.result(
    { files, left },
    names === '' ? 'nothing was left of it\n' : `restored ${names}\n`,
  );
  return 0;
}

/** The latest change first. */
async function restore(changes: readonly RememberedChange[]): Promise<readonly Restored[]> {
  const files = new Map<string, Restored>();
  for (const change of changes) {
    const { file } = change;
    const { found, text = '', left } = files.get(file) ?? (await untouched(file));
    if (!found.bytes) {
      files.set(file, { found, text: undefined, left });
      continue;
    }
    readSaid(change, text);
    const back = takeBack(change, text);
    const gone = change.created && back.text.trim() === '';
    files.set(file, {
      found,
      text: gone ? undefined : back.text,
      left: [...left, ...back.left],
    });
  }
  return [...files.values()];
}

async function untouched(file: string): Promise<Restored> {
  const found = await findFile(file);
  return { found, text: found.text, left: [] };
}

const replacementOf = ({ found, text }: Restored): Replacement => ({
  found,
  bytes: text === undefined ? undefined : bytesOf(found, text),
  mode: found.mode ?? 0o600,
});

const asShown = ({ found, text }: Restored) => ({
  file: found.file,
  before: found.text,
  after: text,
});
