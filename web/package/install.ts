import { type Markup, markup } from '#web/markup.ts';

interface Installed {
  readonly name: string;
  /** Set where it is not what everybody gets. */
  readonly version: string | undefined;
  /** URL of the registry. */
  readonly registry: string;
}

interface Client {
  readonly id: string;
  readonly install: (spec: string) => string;
  readonly registry: (scope: string | undefined, url: string) => string;
}

const npmrc = (scope: string | undefined, url: string): string =>
  `${scope === undefined ? 'registry' : `${scope}:registry`}=${url}`;

const configured =
  (program: string) =>
  (scope: string | undefined, url: string): string =>
    `${program} config set ${scope === undefined ? 'registry' : `${quoted(scope)}:registry`} ${url}`;

function yarnSetting(scope: string | undefined): string {
  if (scope === undefined) return 'npmRegistryServer';
  const name = scope.slice(1);
  // A dot would lead into it.
  return /^[\w-]+$/.test(name)
    ? `npmScopes.${name}.npmRegistryServer`
    : `'npmScopes["${name.replaceAll("'", String.raw`'\''`)}"].npmRegistryServer'`;
}

/** Yarn asks nobody without TLS whom it is not told of. */
function yarnTrust(url: string): string {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:'
    ? `\nyarn config set unsafeHttpWhitelist --json '["${hostname}"]'`
    : '';
}

const CLIENTS: readonly Client[] = [
  { id: 'npm', install: (spec) => `npm install ${spec}`, registry: configured('npm') },
  { id: 'pnpm', install: (spec) => `pnpm add ${spec}`, registry: configured('pnpm') },
  {
    id: 'yarn',
    install: (spec) => `yarn add ${spec}`,
    registry: (scope, url) => `yarn config set ${yarnSetting(scope)} ${url}${yarnTrust(url)}`,
  },
  { id: 'bun', install: (spec) => `bun add ${spec}`, registry: npmrc },
  { id: 'deno', install: (spec) => `deno add npm:${spec}`, registry: npmrc },
];

/** Five clients, one of them shown: radio buttons choose without a script, by keyboard too. */
export function installTabs({ name, version, registry }: Installed): Markup {
  const spec = quoted(version === undefined ? name : `${name}@${version}`);
  const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;
  const url = `${registry.replace(/\/+$/, '')}/`;
  return markup`<fieldset class="install">
<legend>Install</legend>
${CLIENTS.map(({ id }, at) => markup`<input class="unseen" type="radio" name="client" id="by-${id}"${at === 0 && markup` checked`}><label for="by-${id}">${id}</label>`)}
${CLIENTS.map(
  (client) => markup`<div class="by-${client.id}">
<div class="copied"><pre>${client.install(spec)}</pre></div>
<p class="quiet">${client.registry === npmrc ? 'Once, in .npmrc:' : 'Once, to use this registry:'}</p>
<div class="copied"><pre>${client.registry(scope, url)}</pre></div>
</div>`,
)}
</fieldset>`;
}

/** Old names and scopes may have characters that shells read. */
const quoted = (spec: string): string => (/^[\w@./-]+$/.test(spec) ? spec : `"${spec}"`);
