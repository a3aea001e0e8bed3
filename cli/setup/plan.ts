import type { Json } from '#domain/manifest.ts';

import type { ClientFile } from './client-files.ts';
import { says, type Setting, valueAt, withSettings } from './formats/format.ts';
import { FORMATS } from './formats/formats.ts';
import { bytesOf, findFile, type FoundFile, unusable } from './found-file.ts';
import { type Hunk, hunksOf } from './hunks.ts';
import { hashOf, type RememberedChange } from './memory.ts';
import type { Replacement } from './write-files.ts';

/** A file that is to change. */
export interface PlannedChange {
  readonly found: FoundFile;
  readonly text: string;
  readonly settings: readonly Setting[];
  readonly plan: Omit<ClientFile, 'settings'>;
}

/** What has to change so that all files say what they should; files that do so already are left out. */
export async function planChanges(plans: readonly ClientFile[]): Promise<readonly PlannedChange[]> {
  const changes: PlannedChange[] = [];
  for (const plan of merged(plans)) {
    const found = await findFile(plan.file);
    const said = readSaid(plan, found.text);
    const settings = plan.settings(said).filter((setting) => !says(said, setting));
    if (settings.length === 0) continue;
    const text = withSettings(plan.file, FORMATS[plan.format], found.text, settings);
    changes.push({ found, text, settings, plan });
  }
  return changes;
}

/** A home's .npmrc says both where packages come from and who one is. */
function merged(plans: readonly ClientFile[]): readonly ClientFile[] {
  const files = new Map<string, ClientFile>();
  for (const plan of plans) {
    const other = files.get(plan.file);
    files.set(plan.file, other ? both(other, plan) : plan);
  }
  return [...files.values()];
}

const both = (one: ClientFile, other: ClientFile): ClientFile => ({
  ...one,
  isSecret: one.isSecret === true || other.isSecret === true,
  settings: (said) => [...one.settings(said), ...other.settings(said)],
});

export function readSaid({ file, format }: Omit<ClientFile, 'settings'>, text: string): Json {
  try {
    return FORMATS[format].read(text);
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw unusable(file, `it is broken (${reason.replace(/[:.]$/, '')}): correct it first`);
  }
}

const NEW = 0o644;
const PRIVATE = 0o600;

/** What is written. A file that gets a token is its user's alone from then on. */
export function replacementOf({ found, text, plan }: PlannedChange): Replacement {
  const mode = found.mode ?? NEW;
  return {
    found,
    bytes: bytesOf(found, text),
    mode: plan.isSecret === true ? mode & PRIVATE : mode,
  };
}

export function rememberedChange({
  found,
  text,
  settings,
  plan: { file, format },
}: PlannedChange): RememberedChange {
  const hunks = hunksOf(found.text, text);
  const said = FORMATS[format].read(found.text);
  // Lines that mean something each by itself are looked for each by itself.
  const single = format === 'npmrc' || format === 'toml';
  return {
    file,
    format,
    created: found.bytes === undefined,
    hash: hashOf(text),
    hunks: (single ? hunks.flatMap(lineByLine) : hunks).map((hunk) => ({
      at: hunk.at,
      removed: [...hunk.removed],
      added: hunk.added.map(hashOf),
    })),
    settings: settings.map(({ place, kind, value }) => ({
      place: [place[0], ...place.slice(1)],
      kind,
      hash: hashOf(value),
      had: valueAt(said, place) !== undefined,
    })),
  };
}

const lineByLine = ({ at, removed, added }: Hunk): readonly Hunk[] =>
  removed.length > 0
    ? [{ at, removed, added }]
    : added.map((line, index) => ({ at: at + index, removed, added: [line] }));
