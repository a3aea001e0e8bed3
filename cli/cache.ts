import { PATTERN } from '#domain/upstream/pattern.ts';
import { asVersion } from '#domain/version.ts';

import { byteSize } from './byte-size.ts';
import type { KeptVersion, Removal } from './caching/answers.ts';
import { type CacheDoor, pagesOf, type Target } from './caching/door.ts';
import { openRegistryDoor } from './caching/registry-door.ts';
import { showDamage, showStats, showVersions } from './caching/show.ts';
import type { Call, ExitCode } from './command/command.ts';
import { UsageError } from './command/failure.ts';
import { counted } from './counted.ts';
import { settingsOf } from './settings.ts';

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

type Work = (order: Order) => Promise<Found>;

/** Looks after what is kept of upstreams, in a folder or at a running registry. */
const program =
  (work: Work) =>
  async ({ values, args, terminal }: Call): Promise<ExitCode> => {
    const targets = args.map(toTarget);
    const { registry, all, forget } = values;
    const door =
      typeof registry === 'string'
        ? openRegistryDoor(registry)
        : await (await import('./caching/folder-door.ts')).openFolderDoor(settingsOf(values));
    try {
      const order = { door, targets, all: all === true, forget: forget === true };
      const found = await work(order);
      terminal.result(found.json, found.text);
      return found.failed ? 1 : 0;
    } finally {
      await door.close();
    }
  };

export const ls = program(list);
export const rm = program(remove);
export const stats = program(count);
export const verify = program(check);

async function list({ door, targets, all }: Order): Promise<Found> {
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

async function remove({ door, targets, forget }: Order): Promise<Found> {
  const removals: Removal[] = [];
  for (const target of targets) {
    removals.push(...(await pagesOf(async (after) => door.remove({ ...target, forget }, after))));
  }
  const total = (of: (removal: Removal) => number): number =>
    removals.reduce((sum, removal) => sum + of(removal), 0);
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

async function count({ door }: Order): Promise<Found> {
  const found = await door.stats();
  return { text: showStats(found), json: found };
}

async function check({ door }: Order): Promise<Found> {
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
  // No name begins with a dot.
  if (!PATTERN.test(pattern) || /(?:^|\/)\./.test(pattern)) {
    throw new UsageError(`"${text}" is no package: name it as left-pad, left-pad@1.0.0 or @acme/*`);
  }
  if (version !== undefined && !asVersion(version)) {
    throw new UsageError(`"${version}" is no version such as 1.2.3`);
  }
  return { pattern, version };
}
