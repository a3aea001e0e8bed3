import { existsSync } from 'node:fs';

import { installClients, installed } from './install.ts';

/** A client, as it is installed here. */
export interface Program {
  readonly name: string;
  /** What runs it; empty where there is none for this machine. */
  readonly command: readonly string[];
  /** The files of a home that make a registry its registry and, with a token, log in there. */
  readonly settings: (url: string, token?: string) => Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Programs that it looks for on its path. */
  readonly needs?: Readonly<Record<string, string>>;
}

await installClients();

const { platform, arch } = process;

/** A client in JavaScript. */
const script = (...parts: readonly string[]): readonly string[] => [
  process.execPath,
  installed(...parts),
];

/** A native client: its platform package alone, because what would link it is an install script. */
const native = (...files: readonly string[]): readonly string[] =>
  files
    .map((file) => installed(...file.split('/')))
    .filter((file) => existsSync(file))
    .slice(0, 1);

/** `//localhost:4873/`, which npm puts before the settings of one registry. */
const nerfDart = (url: string): string => `//${new URL(url).host}/`;

const npmrc: Program['settings'] = (url, token) => ({
  '.npmrc': [
    `registry=${url}/`,
    ...(token === undefined ? [] : [`${nerfDart(url)}:_authToken=${token}`]),
    '',
  ].join('\n'),
});

const npm = (major: number): Program => ({
  name: `npm ${major}`,
  command: script(`npm-${major}`, 'bin', 'npm-cli.js'),
  settings: npmrc,
});

export const npm11 = npm(11);
export const npm12 = npm(12);

export const pnpm10: Program = {
  name: 'pnpm 10',
  command: script('pnpm-10', 'bin', 'pnpm.cjs'),
  settings: npmrc,
  // It leaves publishing, logging in and more to npm.
  needs: { npm: installed('npm-11', 'bin', 'npm-cli.js') },
};

export const pnpm11: Program = {
  name: 'pnpm 11',
  command: script('pnpm-11', 'bin', 'pnpm.mjs'),
  settings: npmrc,
};

export const pnpm12: Program = {
  name: 'pnpm 12',
  // package.json names the binaries that the lockfile can: those for Linux with glibc.
  command: native(`@pnpm/exe.${platform}-${arch}/pnpm`),
  settings: npmrc,
};

export const yarn1: Program = {
  name: 'yarn 1',
  command: script('yarn-1', 'bin', 'yarn.js'),
  settings: (url, token) => ({
    '.yarnrc': [`registry "${url}"`, 'disable-self-update-check true', ''].join('\n'),
    ...(token !== undefined && { '.npmrc': `${nerfDart(url)}:_authToken=${token}\n` }),
  }),
  // Root's home would be /usr/local/share, for all homes.
  env: { FAKEROOTKEY: 'none' },
};

export const yarn4: Program = {
  name: 'yarn 4',
  command: script('yarn-4', 'bin', 'yarn.js'),
  settings: (url, token) => ({
    '.yarnrc.yml': [
      `npmRegistryServer: ${url}`,
      ...(token === undefined ? [] : [`npmAuthToken: ${token}`]),
      'unsafeHttpWhitelist: [localhost]',
      'enableTelemetry: false',
      // It knows nothing of HTTP_PROXY.
      'networkSettings:',
      "  '*': { enableNetwork: false }",
      '  localhost: { enableNetwork: true }',
      '',
    ].join('\n'),
  }),
};

const BUN_ARCH = arch === 'arm64' ? 'aarch64' : arch;

export const bun: Program = {
  name: 'bun',
  command: native(
    `@oven/bun-${platform}-${BUN_ARCH}/bin/bun`,
    `@oven/bun-linux-${BUN_ARCH}-musl/bin/bun`,
  ),
  settings: npmrc,
};

export const deno: Program = {
  name: 'deno',
  command: native(`@deno/${platform}-${arch}/deno`, `@deno/linux-${arch}-glibc/deno`),
  settings: npmrc,
  env: {
    DENO_NO_UPDATE_CHECK: '1',
    DENO_NO_PROMPT: '1',
    // Where it looks for what a registry does not have, to suggest it: nothing listens there.
    JSR_URL: 'http://127.0.0.1:1/',
  },
};

/** Whether a client can be run here; says so where it can't. */
export function isHere({ name, command }: Program): boolean {
  if (command.length === 0)
    console.log(`${name} is skipped: it has no binary for ${platform} ${arch}`);
  return command.length > 0;
}
