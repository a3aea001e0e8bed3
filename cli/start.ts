import { ownerKey, trustedOwnerSentence } from '#domain/ci/owner-name.ts';
import { hasPages } from '#domain/has-pages.ts';
import { listOwnerNames } from '#store/ci/owner-names.ts';
import type { Services } from '#store/services.ts';

import { isLoopback } from '../local/config/policy.ts';
import type { Settings } from '../local/config/schema.ts';
import { upstreamsOf } from '../local/config/upstreams.ts';
import { type RunningRegistry, startRegistry } from '../local/start.ts';
import type { Call, ExitCode } from './command/command.ts';
import { CommandError } from './command/failure.ts';
import { settingsOf } from './settings.ts';

/** Runs until it is told to stop; requests under way are finished first. */
export async function main({ values }: Call): Promise<ExitCode> {
  const settings = settingsOf(values);
  // Listened for from the beginning: a signal that comes while it starts must not be lost.
  const told = signalled();
  const running = await start(settings);
  const trusted = await trustedOwners(running.registry.services);
  process.stdout.write(greeting(running, settings, trusted));
  await told;
  await running.stop();
  return 0;
}

async function start(settings: Settings): Promise<RunningRegistry> {
  try {
    return await startRegistry(settings, (text) => process.stdout.write(text));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new CommandError(
        `port ${settings.port} is taken by another program: stop it, or choose another one with --port`,
        { cause: error },
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
      throw new CommandError(
        `it is not possible to listen on ${settings.host}:${settings.port} (${code}): choose others with --host and --port`,
        { cause: error },
      );
    }
    throw error;
  }
}

/** Names are for people; one that another account may have taken since is seen at once. */
async function trustedOwners({ table, policy }: Services): Promise<readonly string[]> {
  const names = await listOwnerNames(table);
  return policy.trustedOwners.map((owner) =>
    trustedOwnerSentence(owner, names.get(ownerKey(owner))),
  );
}

function greeting(
  { registry, url }: RunningRegistry,
  settings: Settings,
  trusted: readonly string[],
): string {
  const { folder, firstAdminCode, hasUsers, services } = registry;
  const lines = [`Pantry is ready at ${url}`, `  data      ${folder.root}`];
  if (!hasUsers && firstAdminCode === undefined) {
    lines.push(
      '  admin     the first user to log in becomes admin:',
      `            npm login --registry ${url}`,
    );
  }
  if (firstAdminCode !== undefined) {
    lines.push(
      '  admin     the first user needs this one-time pass to become admin:',
      `            ${firstAdminCode.replaceAll(/(?<=^(?:.{4})+)(?=.)/g, ' ')}`,
      `            npm login --registry ${url}`,
    );
  }
  lines.push(`  sign-up   ${services.policy.signUp}`);
  for (const [index, sentence] of trusted.entries()) {
    lines.push(`  ${index === 0 ? 'trusted ' : '        '}  ${sentence}`);
  }
  for (const [index, { url: behind }] of upstreamsOf(settings).entries()) {
    lines.push(`  ${index === 0 ? 'upstream' : '        '}  ${behind}`);
  }
  lines.push(...notesOn(settings));
  return `${lines.join('\n')}\n`;
}

function notesOn({ host, publicUrl }: Settings): readonly string[] {
  if (publicUrl === undefined) {
    return isLoopback(host)
      ? []
      : ['  note      set publicUrl to the URL that clients use: tarballs are named by it'];
  }
  if (hasPages(publicUrl)) return [];
  return [
    '  note      browsers get no pages, because publicUrl has a path: they need a host name of their own',
  ];
}

async function signalled(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}
