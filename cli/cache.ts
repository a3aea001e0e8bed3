import { parseArgs } from 'node:util';

import { PATTERN } from '#domain/upstream/pattern.ts';
import { asVersion } from '#domain/version.ts';

import { byteSize } from './byte-size.ts';
import type { KeptVersion, Removal } from './caching/answers.ts';
import { type CacheDoor, pagesOf, type Target } from './caching/door.ts';
import { openFolderDoor } from './caching/folder-door.ts';
import { openRegistryDoor } from './caching/registry-door.ts';
import { showDamage, showStats, showVersions } from './caching/show.ts';
import { counted } from './counted.ts';
import { SETTING_OPTIONS, settingsOf } from './settings.ts';
import { UsageError } from './usage-error.ts';

const OPTIONS = {
  ...SETTING_OPTIONS,
  registry: { type: 'string' },
  all: { type: 'boolean' },
  forget: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

interface Order {
  readonly door: CacheDoor;
  readonly targets: readonly Target[];
  readonly all: boolean;
  readonly forget: boolean;
}

/** What was found, for people and for programs. */
interface Found {
  readonly text: string;
  readonly json: unknown;
  readonly failed?: boolean;
}

/** Looks after what is kept of upstreams, in a folder or at a running registry. */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  });
  const [name = '', ...packages] = positionals;
  const work = WORK.get(name);
  if (!work) throw new UsageError('say what to do: pantry cache ls, rm, stats or verify');
  check(name, packages.length);
  const targets = packages.map(toTarget);
  const { registry, all = false, forget = false, json = false } = values;
  const door =
    registry === undefined ? await openFolderDoor(settingsOf(values)) : openRegistryDoor(registry);
  try {
    const found = await work({ door, targets, all, forget });
    process.stdout.write(json ? `${JSON.stringify(found.json, null, 2)}\n` : found.text);
    return found.failed ? 1 : 0;
  } finally {
    await door.close();
  }
}

const WORK: ReadonlyMap<string, (order: Order) => Promise<Found>> = new Map(
  Object.entries({ ls, rm, stats, verify }),
);

function check(name: string, count: number): void {
  if (name === 'rm' && count === 0) {
    throw new UsageError('say what to remove: pantry cache rm <package…>');
  }
  if ((name === 'stats' || name === 'verify') && count > 0) {
    throw new UsageError(`pantry cache ${name} is about all that is kept: name no package`);
  }
}

async function ls({ door, targets, all }: Order): Promise<Found> {
  const wanted = targets.length === 0 ? [undefined] : targets;
  const found: KeptVersion[] = [];
  for (const target of wanted) {
    for (const { versions } of await pagesOf(async (after) => door.list(target?.pattern, after))) {
      found.push(...versions.filter(({ version }) => (target?.version ?? version) === version));
    }
  }
  const shown = found
    .filter(({ usedAt }) => all || usedAt !== undefined)
    .toSorted((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
  return { text: showVersions(shown), json: shown };
}

const compare = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

async function rm({ door, targets, forget }: Order): Promise<Found> {
  const removals: Removal[] = [];
  for (const target of targets) {
    removals.push(...(await pagesOf(async (after) => door.remove({ ...target, forget }, after))));
  }
  const total = (count: (removal: Removal) => number): number =>
    removals.reduce((sum, removal) => sum + count(removal), 0);
  const removed = {
    versions: total(({ versions }) => versions),
    bytes: total(({ bytes }) => bytes),
    documents: total(({ documents }) => documents),
    forgotten: total(({ forgotten }) => forgotten),
  };
  const parts = [
    `removed ${counted(removed.versions, 'version')}, ${byteSize(removed.bytes)}`,
    `the documents of ${counted(removed.documents, 'package')}`,
    ...(forget ? [`forgot what ${counted(removed.forgotten, 'version')} had to be`] : []),
  ];
  return { text: `${parts.join('; ')}\n`, json: removed };
}

async function stats({ door }: Order): Promise<Found> {
  const found = await door.stats();
  return { text: showStats(found), json: found };
}

async function verify({ door }: Order): Promise<Found> {
  const pages = await pagesOf(async (after) => door.verify(after));
  const damaged = pages.flatMap((page) => page.damaged);
  const tarballs = pages.reduce((sum, page) => sum + page.tarballs, 0);
  const documents = pages.reduce((sum, page) => sum + page.documents, 0);
  const summary = `verified ${counted(tarballs, 'tarball')} and ${counted(documents, 'document')}; ${damaged.length} damaged`;
  return {
    text: `${[...damaged.map(showDamage), summary].join('\n')}\n`,
    json: { tarballs, documents, damaged },
    failed: damaged.length > 0,
  };
}

/** `left-pad`, `left-pad@1.0.0`, `@acme`, `@acme/*`. */
function toTarget(text: string): Target {
  const at = text.lastIndexOf('@');
  const [pattern, version] = at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, undefined];
  if (!PATTERN.test(pattern)) {
    throw new UsageError(`"${text}" is no package: name it as left-pad, left-pad@1.0.0 or @acme/*`);
  }
  if (version !== undefined && !asVersion(version)) {
    throw new UsageError(`"${version}" is no version such as 1.2.3`);
  }
  return { pattern, version };
}
