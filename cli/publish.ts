import semver from 'semver';

import { inMegabytes } from '#domain/phrasing.ts';

import type { Call, ExitCode } from './command/command.ts';
import { CommandError, UsageError } from './command/failure.ts';
import type { OPTIONS } from './commands/publish.ts';
import { publishConfigOf } from './publishing/destination.ts';
import { publishDocument, type Terms } from './publishing/document.ts';
import { type Packed, readPacked } from './publishing/packed.ts';
import { readProvenance } from './publishing/provenance.ts';
import { upload } from './publishing/upload.ts';
import { findCredential, notLoggedIn } from './registry/find-credential.ts';
import { findRegistry } from './registry/find-registry.ts';
import { type NpmConfig, readNpmConfig } from './registry/npmrc.ts';

/** Publishes what `npm pack` made, whatever its size: the bytes bypass the API's limits. */
export async function main(call: Call<typeof OPTIONS>): Promise<ExitCode> {
  const { values, args, terminal, cwd, env } = call;
  const [file = ''] = args;
  const packed = await readPacked(file);
  const config = await readNpmConfig(cwd, env);
  const own = publishConfigOf(packed.packageJson);
  const terms = termsOf(packed, values, own, config);
  const registry = await findRegistry(call, { name: packed.name, publishConfig: own });
  const credential = await findCredential(call, registry, { trustsProject: true });
  if (!credential) throw notLoggedIn(registry);
  const progress = terminal.progress(packed.size, inMegabytes);
  let stageId: string | undefined;
  try {
    const provenance = await readProvenance(values['provenance-file']);
    const document = publishDocument(packed, registry.url, { ...terms, provenance });
    const { questions } = terminal;
    stageId = await upload({
      registry: registry.url,
      authorization: credential.authorization,
      packed,
      document,
      otp: values.otp ?? config('otp'),
      stage: values.staged === true,
      sent: progress.reached,
      say: progress.say,
      env,
      askForCode:
        questions &&
        (async (sentence) => {
          progress.end();
          return questions.text(sentence);
        }),
    });
  } finally {
    progress.end();
  }
  terminal.result(toJson(packed, stageId), said(packed, stageId));
  return 0;
}

const said = (packed: Packed, stageId: string | undefined): string =>
  stageId === undefined
    ? `+ ${idOf(packed)}\n`
    : `${idOf(packed)} is staged: npm stage approve ${stageId}\n`;

const idOf = ({ name, version }: Packed): string => `${name}@${version}`;

interface Given {
  readonly tag?: string | undefined;
  readonly access?: string | undefined;
}

/** As npm decides them. */
function termsOf(
  { packageJson, version }: Packed,
  given: Given,
  own: NpmConfig,
  config: NpmConfig,
): Terms {
  if (packageJson['private'] === true) {
    throw new CommandError('the package is marked as private: take "private" out of package.json');
  }
  const tag = given.tag ?? own('tag') ?? config('tag');
  if (tag === undefined && semver.prerelease(version)) {
    throw new CommandError(`${version} is a prerelease: say under which tag, such as --tag next`);
  }
  return {
    tag: tag ?? 'latest',
    access: accessOf(given.access ?? own('access') ?? config('access')),
  };
}

function accessOf(text: string | undefined): string | undefined {
  if (text === undefined || text === 'public' || text === 'restricted') return text;
  throw new UsageError(`access is public or restricted, not "${text}"`);
}

function toJson(packed: Packed, stageId: string | undefined): object {
  const { name, version, digests, size, unpackedSize, fileCount } = packed;
  const id = idOf(packed);
  return {
    id,
    name,
    version,
    size,
    unpackedSize,
    ...digests,
    entryCount: fileCount,
    ...(stageId !== undefined && { stageId }),
  };
}
