import { readFile } from 'node:fs/promises';

import { asUserName } from '#domain/user.ts';

import type { Call, ExitCode } from './command/command.ts';
import { CommandError, UsageError } from './command/failure.ts';
import { counted } from './counted.ts';
import type { ImportDoor } from './importing/door.ts';
import { importAll } from './importing/import-all.ts';
import type { Terms } from './importing/import-package.ts';
import type { ImportSummary } from './importing/package-report.ts';
import { openRegistryDoor } from './importing/registry-door.ts';
import { openRegistrySource } from './importing/registry/registry-source.ts';
import { openReports, type Reports } from './importing/reports.ts';
import { secondFactorOf } from './importing/second-factor.ts';
import { summaryJson, summaryText } from './importing/show.ts';
import type { Source } from './importing/source.ts';
import { openVerdaccio } from './importing/verdaccio/storage.ts';
import { whenInterrupted } from './importing/when-interrupted.ts';
import { findCredential, notLoggedIn } from './registry/find-credential.ts';
import { findRegistry } from './registry/find-registry.ts';
import { readNpmConfig } from './registry/npmrc.ts';
import { settingsOf } from './settings.ts';
import type { Progress } from './terminal/progress.ts';

/** `pantry import verdaccio <storage>`. */
export async function verdaccio(call: Call): Promise<ExitCode> {
  const [folder = ''] = call.args;
  return importFrom(call, async () => openVerdaccio(folder, textOf(call, 'htpasswd')));
}

/** `pantry import registry <url> <scope | package…>`. */
export async function registry(call: Call): Promise<ExitCode> {
  const [url = '', ...names] = call.args;
  const file = textOf(call, 'packages');
  const wanted = [...names, ...(file === undefined ? [] : await namesIn(file))];
  if (wanted.length === 0) {
    throw new UsageError('say which packages: scopes, names, or a file of them with --packages');
  }
  const connections = concurrencyOf(call) * 2;
  return importFrom(call, async () =>
    openRegistrySource({ url, wanted, connections }, await readNpmConfig(call.cwd, call.env)),
  );
}

/** One a line; what follows a # is a comment. */
async function namesIn(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`${file} can't be read`, { cause });
  });
  return text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter(Boolean);
}

async function importFrom(call: Call, openSource: () => Promise<Source>): Promise<ExitCode> {
  const terms = termsOf(call);
  const concurrency = concurrencyOf(call);
  checkDestination(call);
  return closing(await openSource(), async (source) => {
    const interruption = whenInterrupted(call.terminal, () => source.discard?.());
    try {
      const door = await openDoor(call, concurrency);
      const parts = { ...terms, source, concurrency, stopping: interruption.isWanted };
      return await closing(door, async () => importTo(call, { ...parts, door }));
    } finally {
      interruption.end();
    }
  });
}

async function closing<T extends { close: () => Promise<void> }, R>(
  opened: T,
  use: (opened: T) => Promise<R>,
): Promise<R> {
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
}

const importTo = async (
  call: Call,
  parts: Omit<Parameters<typeof importAll>[0], 'reports' | 'reached'>,
): Promise<ExitCode> =>
  closing(await openReports(), async (reports) => {
    let progress: Progress | undefined;
    try {
      const summary = await importAll({
        ...parts,
        reports,
        reached(count, total) {
          progress ??= call.terminal.progress(total, (all) => counted(all, 'package'));
          progress.reached(count);
        },
      });
      progress?.end();
      return await tell(call, summary, reports);
    } finally {
      progress?.end();
    }
  });

async function tell({ terminal }: Call, summary: ImportSummary, reports: Reports) {
  const { failure, stopped } = summary;
  await terminal.pieces((terminal.json ? summaryJson : summaryText)(summary, reports));
  if (failure) {
    terminal.warn(`${failure.message}; run the command again for the rest`);
    return failure.exitCode;
  }
  if (stopped) return 130;
  return reports.totals.leftOut > 0 ? 1 : 0;
}

const textOf = ({ values }: Call, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

function checkDestination(call: Call): void {
  if ((textOf(call, 'registry') === undefined) !== (textOf(call, 'data') === undefined)) return;
  throw new UsageError(
    'say where to: --registry https://… for a registry that runs, or --data folder for one that does not',
  );
}

async function openDoor(call: Call, connections: number): Promise<ImportDoor> {
  if (textOf(call, 'registry') === undefined) {
    const settings = settingsOf(call.values);
    return (await import('./importing/folder-door.ts')).openFolderDoor(settings);
  }
  const found = await findRegistry(call);
  const credential = await findCredential(call, found);
  if (!credential) throw notLoggedIn(found);
  const { authorization } = credential;
  const to = { registry: found.url, authorization, secondFactor: secondFactorOf(call) };
  return openRegistryDoor(to, connections);
}

function termsOf(call: Call): Terms {
  const { private: hidden, public: open, owner = [], 'no-verify': unverified } = call.values;
  if (hidden === true && open === true) throw new UsageError('choose --private or --public');
  const said = hidden === true ? 'private' : undefined;
  return {
    owners: new Map(Array.isArray(owner) ? owner.map(toPair) : []),
    ownerDefault: textOf(call, 'owner-default'),
    visibility: open === true ? 'public' : said,
    verify: unverified !== true,
  };
}

function toPair(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  const [before, after] = [text.slice(0, at), text.slice(at + 1)];
  if (at > 0 && asUserName(after) !== undefined) return [before, after];
  throw new UsageError(`"${text}" names no owner: write --owner name-there=name-here`);
}

function concurrencyOf(call: Call): number {
  const text = textOf(call, 'concurrency');
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new UsageError(`--concurrency is a number from 1 to 64, not "${text}"`);
}
