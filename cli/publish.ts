import { parseArgs } from 'node:util';
import semver from 'semver';

import { inMegabytes } from '#domain/phrasing.ts';

import { showProgress } from './progress.ts';
import { findDestination, publishConfigOf } from './publishing/destination.ts';
import { publishDocument, type Terms } from './publishing/document.ts';
import { type Packed, readPacked } from './publishing/packed.ts';
import { readProvenance } from './publishing/provenance.ts';
import { upload } from './publishing/upload.ts';
import { type AskForCode, codePrompt } from './registry/ask-for-code.ts';
import { type NpmConfig, readNpmConfig } from './registry/npmrc.ts';
import { CommandError, UsageError } from './usage-error.ts';

const OPTIONS = {
  registry: { type: 'string' },
  tag: { type: 'string' },
  access: { type: 'string' },
  otp: { type: 'string' },
  staged: { type: 'boolean' },
  'provenance-file': { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Publishes what `npm pack` made, whatever its size: the bytes bypass the API's limits. */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    throw new UsageError('say which file to publish: pantry publish <file.tgz>');
  }
  const packed = await readPacked(file);
  const config = await readNpmConfig(process.cwd(), process.env);
  const own = publishConfigOf(packed.packageJson);
  const terms = termsOf(packed, values, own, config);
  const destination = findDestination(packed.name, values.registry, own, config);
  const progress = showProgress(process.stderr, packed.size, {
    shown: values.json !== true,
    unit: inMegabytes,
  });
  let stageId: string | undefined;
  try {
    const provenance = await readProvenance(values['provenance-file']);
    const document = publishDocument(packed, destination.registry, { ...terms, provenance });
    const otp = values.otp ?? config('otp');
    const prompt = codePrompt();
    const askForCode: AskForCode | undefined =
      prompt &&
      (async (sentence) => {
        progress.end();
        return prompt(sentence);
      });
    const stage = values.staged === true;
    stageId = await upload({
      ...destination,
      packed,
      document,
      otp,
      stage,
      sent: progress.reached,
      askForCode,
    });
  } finally {
    progress.end();
  }
  process.stdout.write(values.json === true ? toJson(packed, stageId) : said(packed, stageId));
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

function toJson(packed: Packed, stageId: string | undefined): string {
  const { name, version, digests, size, unpackedSize, fileCount } = packed;
  const id = idOf(packed);
  const shown = {
    id,
    name,
    version,
    size,
    unpackedSize,
    ...digests,
    entryCount: fileCount,
    ...(stageId !== undefined && { stageId }),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
