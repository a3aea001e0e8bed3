import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';

import { type Publication, sentManifest } from '../documents/publication.ts';
import { freePort, launch } from '../harness/processes.ts';
import { installedVersion, peersFolder } from './install.ts';
import type { Registry } from './registry.ts';

/** What the npm package `@pnpm/pnpr` installs and runs on this platform. */
const PROGRAM = '@pnpm/pnpr.linux-x64';
const program = `${peersFolder}node_modules/${PROGRAM}/pnpr`;

const HOSTED = `type: hosted
    access: $all
    packages:
      '**': { access: $all, publish: $authenticated, unpublish: $authenticated }`;

const proxied = (upstream: string): string => `type: upstream
    url: ${upstream}
    public: true
    maxage: 1d`;

const configuration = (upstream: string | undefined): string => `storage: ./storage
secret: a-secret-of-the-benchmark-alone-
auth: { htpasswd: { file: ./htpasswd, max_users: 100 } }
registries:
  only:
    ${upstream === undefined ? HOSTED : proxied(upstream)}
defaultRegistry: only
log: { type: stdout, format: json, level: error }
`;

/** pnpr, set up as fast as it goes. */
export const pnpr: Registry = {
  name: 'pnpr',
  title: 'pnpr',
  setup: 'one hosted registry, no upstream, no resolver, no log',
  proxySetup: 'one public upstream in place of the hosted registry, `maxage` a day',
  version: () => installedVersion(PROGRAM),
  requireProgram: () => {
    if (existsSync(program)) return;
    throw new Error('pnpr is measured on Linux, x64, alone: leave it out with --only');
  },
  start: async (folder, upstream) => {
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}/config.yaml`, configuration(upstream));
    const port = await freePort();
    return launch({
      command: program,
      args: ['--config', 'config.yaml', '--listen', `127.0.0.1:${port}`, '--disable-resolver'],
      env: { ...process.env, RUST_LOG: 'off' },
      folder,
      url: `http://127.0.0.1:${port}`,
    });
  },
  storage: { packageFile, enlist: async () => undefined },
  catalogueSize: 50_000,
};

function packageFile(publications: readonly Publication[], url: string): string {
  const [first] = publications;
  const now = new Date().toISOString();
  const document = {
    _id: first?.name,
    name: first?.name,
    description: first?.packageJson['description'],
    'dist-tags': Object.fromEntries(publications.map(({ tag, version }) => [tag, version])),
    versions: Object.fromEntries(
      publications.map((publication) => [publication.version, sentManifest(publication, url)]),
    ),
    access: null,
    time: {
      modified: now,
      created: now,
      ...Object.fromEntries(publications.map(({ version }) => [version, now])),
    },
  };
  return JSON.stringify(document, undefined, 2);
}
