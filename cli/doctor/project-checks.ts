import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { type Place, valueAt } from '../setup/formats/format.ts';
import type { FormatName } from '../setup/formats/formats.ts';
import { sameUrl } from './client-checks.ts';
import { type Finding, ok, warning } from './finding.ts';
import { said } from './said.ts';
import { setupCommand, type Subject } from './subject.ts';

const LOCKFILES = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'deno.lock',
];

/** Bytes of a lockfile that are looked at. */
const MOST = 64 * 1024 * 1024;

/** Lockfiles name URLs, which are asked whatever the configuration says. */
export async function checkLockfiles({
  project,
  registry,
  scopes,
}: Subject): Promise<readonly Finding[]> {
  const { host } = new URL(registry.url);
  const findings: Finding[] = [];
  for (const name of LOCKFILES) {
    const bytes = await readFile(path.join(project.folder, name)).catch(() => undefined);
    if (!bytes || bytes.length > MOST) continue;
    const others = hostsIn(bytes.toString('utf8'), scopes).filter((one) => one !== host);
    if (others.length === 0) findings.push(ok('lockfile', `${name} leads nowhere else`));
    else findings.push(elsewhere(name, others, scopes));
  }
  return findings;
}

function elsewhere(name: string, hosts: readonly string[], scopes: readonly string[]): Finding {
  const what = scopes.length === 0 ? 'packages' : `packages of ${scopes.join(', ')}`;
  return warning(
    'lockfile',
    `${name} fetches ${what} from ${hosts.join(', ')}, whatever is configured`,
    `delete ${name} and install again, or replace the URLs in it`,
  );
}

/** Hosts that tarballs come from: of all packages, or of some scopes. */
function hostsIn(text: string, scopes: readonly string[]): readonly string[] {
  const hosts = new Set<string>();
  for (const [, host = '', name = ''] of text.matchAll(TARBALL)) {
    const own =
      scopes.length === 0 ||
      scopes.some((scope) => name.includes(`${scope}/`) || name.includes(`${scope}%2f`));
    if (own) hosts.add(host);
  }
  return [...hosts];
}

/** `https://host/@scope/name/-/name-1.0.0.tgz`. */
const TARBALL = /https?:\/\/([^/\s"']+)\/([^\s"'#]*?)\/-\/[^\s"'#]+\.tgz/g;

interface Saying {
  readonly file: string;
  readonly url: string;
}

/** Two files that say different things of the same packages: who wins differs between clients. */
export async function checkContradictions(subject: Subject): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const scope of [undefined, ...subject.scopes]) {
    const sayings = await sayingsOf(scope, subject);
    const [first] = sayings;
    const other = first && sayings.find(({ url }) => !sameUrl(url, first.url));
    if (first && other) findings.push(contradiction(scope, first, other, subject));
  }
  return findings.length > 0
    ? findings
    : [ok('configuration', 'no two files contradict each other')];
}

function contradiction(
  scope: string | undefined,
  one: Saying,
  other: Saying,
  subject: Subject,
): Finding {
  const what = scope === undefined ? 'all packages' : `packages of ${scope}`;
  return warning(
    'configuration',
    `${one.file} gets ${what} from ${one.url}, ${other.file} from ${other.url}`,
    `correct one of them: \`${setupCommand(subject)}\` writes the project’s`,
  );
}

interface Said {
  readonly of: 'npmrc' | 'yarnrc' | 'bunfig';
  readonly format: FormatName;
  readonly place: Place;
}

/** Where files say where all packages come from. */
const ALL: readonly Said[] = [
  { of: 'npmrc', format: 'npmrc', place: ['registry'] },
  { of: 'yarnrc', format: 'yaml', place: ['npmRegistryServer'] },
  { of: 'bunfig', format: 'toml', place: ['install', 'registry'] },
];

const placesOf = (scope: string): readonly Said[] => [
  { of: 'npmrc', format: 'npmrc', place: [`${scope}:registry`] },
  { of: 'yarnrc', format: 'yaml', place: ['npmScopes', scope.slice(1), 'npmRegistryServer'] },
  { of: 'bunfig', format: 'toml', place: ['install', 'scopes', scope] },
];

async function sayingsOf(
  scope: string | undefined,
  { names, userNames }: Subject,
): Promise<readonly Saying[]> {
  const sayings: Saying[] = [];
  for (const { of, format, place } of scope === undefined ? ALL : placesOf(scope)) {
    for (const file of new Set([names[of], userNames[of]])) {
      const url = valueAt(await said(file, format), place);
      if (typeof url === 'string') sayings.push({ file, url });
    }
  }
  return sayings;
}
