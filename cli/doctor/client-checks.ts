import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { isJsonObject } from '#domain/manifest.ts';

import { readNpmConfig } from '../registry/npmrc.ts';
import { parsedForPeople } from '../registry/refused.ts';
import { clientFiles } from '../setup/client-files.ts';
import { says, valueAt } from '../setup/formats/format.ts';
import type { ClientName } from '../setup/project.ts';
import { homeOf } from '../setup/user-files.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import { said } from './said.ts';
import { setupCommand, type Subject } from './subject.ts';

const execute = promisify(execFile);

/** Milliseconds that a client may take to say something of itself. */
const PATIENCE = 20_000;

async function ask(
  client: ClientName,
  args: readonly string[],
  { call, project }: Subject,
): Promise<string> {
  const { stdout } = await execute(client, [...args], {
    cwd: project.folder,
    timeout: PATIENCE,
    // A client that is fetched when it is called is not fetched for this.
    env: { ...call.env, COREPACK_ENABLE_NETWORK: '0', NO_COLOR: '1', CI: '1' },
    shell: process.platform === 'win32',
  });
  return stdout.trim();
}

/** Where a client that is here would look. Clients of the project that are not here are named. */
export async function checkClient(
  client: ClientName,
  subject: Subject,
): Promise<readonly Finding[]> {
  const { installed, project } = subject;
  if (!installed.includes(client)) {
    if (!project.clients.includes(client)) return [];
    return [warning(client, `this project uses ${client}, which is not installed here`)];
  }
  const version = (await ask(client, ['--version'], subject)).split('\n')[0] ?? '';
  const number = /\d+\.\d+\S*/.exec(version)?.[0] ?? version;
  const keys = subject.scopes.length === 0 ? [undefined] : subject.scopes;
  const findings: Finding[] = [];
  for (const scope of keys) {
    const used = await registryOf(client, { scope, version: number }, subject);
    findings.push(usedFinding(client, { scope, used, number }, subject));
  }
  return findings;
}

interface Used {
  readonly scope: string | undefined;
  readonly used: string | undefined;
  readonly number: string;
}

function usedFinding(client: ClientName, { scope, used, number }: Used, subject: Subject): Finding {
  const what = scope === undefined ? 'all packages' : `packages of ${scope}`;
  const { url } = subject.registry;
  const is = `${client} ${number} gets ${what} from`;
  if (used !== undefined && sameUrl(used, url)) return ok(client, `${is} ${url}`);
  const found = problem(
    client,
    `${is} ${used ?? 'the public registry'}, not from ${url}`,
    `${setupCommand(subject)} --client ${client}`,
  );
  // Who does not use it here need not be told that it is broken.
  const { clients } = subject.project;
  return clients.length === 0 || clients.includes(client) ? found : { ...found, state: 'warning' };
}

export const sameUrl = (one: string, other: string): boolean =>
  one.replace(/\/+$/, '') === other.replace(/\/+$/, '');

async function registryOf(
  client: ClientName,
  { scope, version }: { readonly scope: string | undefined; readonly version: string },
  subject: Subject,
): Promise<string | undefined> {
  if (client === 'bun') return (await bunRegistry(scope, subject)) ?? npmRegistry(scope, subject);
  if (client === 'deno') return npmRegistry(scope, subject);
  if (client === 'yarn' && !version.startsWith('1.')) return yarnRegistry(scope, subject);
  if (client === 'yarn' && scope === undefined) return yarn1Registry(subject);
  const answer = await ask(client, ['config', 'get', scopeKey(scope)], subject);
  if (/^https?:/.test(answer)) return answer;
  return scope === undefined
    ? undefined
    : registryOf(client, { scope: undefined, version }, subject);
}

const scopeKey = (scope: string | undefined): string =>
  scope === undefined ? 'registry' : `${scope}:registry`;

async function npmRegistry(
  scope: string | undefined,
  { project, call }: Subject,
): Promise<string | undefined> {
  const config = await readNpmConfig(project.folder, call.env);
  return (scope === undefined ? undefined : config(scopeKey(scope))) ?? config('registry');
}

/** Asked itself, it says its own initial value for what .npmrc overrides; its own file wins over that. */
async function yarn1Registry(subject: Subject): Promise<string | undefined> {
  for (const folder of [subject.project.folder, homeOf(subject.call.env)]) {
    const text = await readFile(path.join(folder, '.yarnrc'), 'utf8').catch(() => '');
    const [, url] = /^registry\s+"?([^"\s]+)/m.exec(text) ?? [];
    if (url !== undefined) return url;
  }
  return npmRegistry(undefined, subject);
}

async function yarnRegistry(
  scope: string | undefined,
  subject: Subject,
): Promise<string | undefined> {
  if (scope !== undefined) {
    const scopes = parsedForPeople(
      await ask('yarn', ['config', 'get', 'npmScopes', '--json'], subject),
    );
    const own = isJsonObject(scopes) ? scopes[scope.slice(1)] : undefined;
    const server: unknown = isJsonObject(own) ? own['npmRegistryServer'] : undefined;
    if (typeof server === 'string') return server;
  }
  return ask('yarn', ['config', 'get', 'npmRegistryServer'], subject);
}

/** What a project's bunfig.toml says wins over the user's, and both over .npmrc. */
async function bunRegistry(
  scope: string | undefined,
  { names, userNames }: Subject,
): Promise<string | undefined> {
  const files = [await said(names.bunfig, 'toml'), await said(userNames.bunfig, 'toml')];
  const scoped = scope === undefined ? [] : [scope, scope.slice(1)];
  const found = [
    ...scoped.flatMap((key) => files.map((file) => valueAt(file, ['install', 'scopes', key]))),
    ...files.map((file) => valueAt(file, ['install', 'registry'])),
  ].map((value: unknown) => (isJsonObject(value) ? value['url'] : value));
  return found.find((value) => typeof value === 'string');
}

/** Whether clients would hold back what was published today. */
export async function checkAges(subject: Subject): Promise<readonly Finding[]> {
  const { project, names, registry, scopes } = subject;
  const wish = { registry: registry.url, scopes, all: false };
  const gated = project.clients.filter((client) => client !== 'npm' && client !== 'bun');
  const findings: Finding[] = [];
  for (const client of gated) {
    const files = clientFiles(wish, { names, clients: [client], isYarn1: project.isYarn1 });
    for (const { file, format, settings } of files) {
      const found = await said(file, format);
      const held = settings(found).filter(({ place }) => AGES.has(place[0]));
      if (held.some((setting) => !says(found, setting))) findings.push(heldBack(client, subject));
    }
  }
  return findings;
}

const AGES = new Set([
  'minimumReleaseAgeExclude',
  'npmPreapprovedPackages',
  'minimumDependencyAge',
]);

const heldBack = (client: ClientName, subject: Subject): Finding =>
  warning(
    client,
    `versions of ${subject.scopes.join(', ')} that are younger than a day are held back`,
    setupCommand(subject),
  );
