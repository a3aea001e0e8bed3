import { byteSize } from './byte-size.ts';
import type { Call, ExitCode } from './command/command.ts';
import { CommandError, UsageError } from './command/failure.ts';
import type { OPTIONS } from './commands/mirror.ts';
import { counted } from './counted.ts';
import { toWanted, type Wanted } from './mirroring/locked.ts';
import { isLockfile, readLockfile } from './mirroring/lockfile.ts';
import { mirror, type Outcome } from './mirroring/mirror.ts';
import { openRegistryClient } from './mirroring/registry-client.ts';
import { resolveTree, type Source } from './mirroring/tree.ts';
import { checkRegistry, credentialFor } from './registry/credentials.ts';
import { readNpmConfig } from './registry/npmrc.ts';
import type { Terminal } from './terminal/terminal.ts';

/** Has a registry keep what lockfiles or packages need, so that they install without its upstream. */
export async function main({ values, args, terminal }: Call<typeof OPTIONS>): Promise<ExitCode> {
  const concurrency = parseConcurrency(values.concurrency);
  const source = await findSource(values.registry);
  const wanted = await readWanted(args, source);
  const forms = values.full ? (['abbreviated', 'full'] as const) : (['abbreviated'] as const);
  const outcomes = await mirrorAll(wanted, source, { concurrency, forms, terminal });
  const summary = summarize(outcomes, wanted);
  terminal.result({ registry: source.registry, ...summary }, said(summary));
  return exitCodeOf(outcomes);
}

/** What all that failed have in common, as where the registry can't be reached; else 1. */
function exitCodeOf(outcomes: readonly Outcome[]): ExitCode {
  const failed = outcomes.filter(({ reason }) => reason !== undefined);
  const codes = new Set(failed.map(({ exitCode = 1 }) => exitCode));
  const [only = 0, ...others] = codes;
  return others.length > 0 ? 1 : only;
}

function parseConcurrency(text: string): number {
  const concurrency = Number(text);
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 256) return concurrency;
  throw new UsageError(`concurrency is a number from 1 to 256, not "${text}"`);
}

async function findSource(named: string | undefined): Promise<Source> {
  const config = await readNpmConfig(process.cwd(), process.env);
  const url = named ?? config('registry');
  if (url === undefined) {
    throw new CommandError('say which registry: --registry https://…, or `registry=` in .npmrc');
  }
  const registry = checkRegistry(url);
  return { registry, credential: credentialFor(registry, config) };
}

async function readWanted(given: readonly string[], source: Source): Promise<Wanted> {
  const lockfiles = given.filter(isLockfile);
  const packages = given.filter((argument) => !isLockfile(argument));
  const entries = await Promise.all(lockfiles.map(readLockfile));
  if (packages.length > 0) entries.push(await resolveTree(packages, source));
  return toWanted(entries.flat());
}

interface Manner {
  readonly concurrency: number;
  readonly forms: readonly ('abbreviated' | 'full')[];
  readonly terminal: Terminal;
}

const unit = (total: number): string => counted(total, 'version');

async function mirrorAll(
  { locked }: Wanted,
  source: Source,
  { concurrency, forms, terminal }: Manner,
): Promise<readonly Outcome[]> {
  const client = openRegistryClient(source, concurrency);
  const progress = terminal.progress(locked.length, unit);
  let through = 0;
  try {
    return await mirror(locked, {
      client,
      forms,
      concurrency,
      done({ name, version, reason }) {
        through += 1;
        if (reason !== undefined && !terminal.json) progress.say(`${name}@${version}: ${reason}`);
        progress.reached(through);
      },
    });
  } finally {
    progress.end();
    client.close();
  }
}

interface Summary {
  readonly versions: number;
  readonly packages: number;
  readonly bytes: number;
  readonly skipped: number;
  readonly failures: readonly Pick<Outcome, 'name' | 'version' | 'reason'>[];
}

function summarize(outcomes: readonly Outcome[], { skipped }: Wanted): Summary {
  const kept = outcomes.filter(({ reason }) => reason === undefined);
  return {
    versions: kept.length,
    packages: new Set(kept.map(({ name }) => name)).size,
    bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0),
    skipped,
    failures: outcomes
      .filter(({ reason }) => reason !== undefined)
      .map(({ name, version, reason }) => ({ name, version, reason })),
  };
}

function said({ versions, packages, bytes, skipped, failures }: Summary): string {
  const parts = [
    `mirrored ${counted(versions, 'version')} of ${counted(packages, 'package')}, ${byteSize(bytes)}`,
    ...(failures.length > 0 ? [`${failures.length} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped that no registry has`] : []),
  ];
  return `${parts.join('; ')}\n`;
}
