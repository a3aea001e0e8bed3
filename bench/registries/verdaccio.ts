import { mkdir, readFile, writeFile } from 'node:fs/promises';

import { type Publication, sentManifest, shasum, tarballFile } from '../documents/publication.ts';
import { freePort, launch, type Server } from '../harness/processes.ts';
import { installedVersion, peersFolder } from './install.ts';
import type { Registry } from './registry.ts';

/** JSON web tokens: Verdaccio's own kind of token holds the password and costs a bcrypt at each use. */
const FAST_TOKENS = 'security: { api: { jwt: { sign: { expiresIn: 30d } } } }';

/** As many connections as this registry opens, which it would else open anew for each request. */
const uplinks = (upstream: string): string => `
  upstream:
    url: ${upstream}
    maxage: 1d
    agent_options: { keepAlive: true, maxSockets: 50, maxFreeSockets: 50 }`;

const configuration = (tokens: string, upstream?: string): string => `storage: ./storage
auth: { htpasswd: { file: ./htpasswd, max_users: 100 } }
${tokens}
uplinks: ${upstream === undefined ? '{}' : uplinks(upstream)}
packages:
  '**': { access: $all, publish: $authenticated, unpublish: $authenticated${upstream === undefined ? '' : ', proxy: upstream'} }
server: { keepAliveTimeout: 60 }
web: { enable: false }
max_body_size: 500mb
log: { type: stdout, format: json, level: fatal }
`;

async function start(folder: string, tokens: string, upstream?: string): Promise<Server> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/config.yaml`, configuration(tokens, upstream));
  const port = await freePort();
  return launch({
    command: process.execPath,
    args: [
      `${peersFolder}node_modules/verdaccio/bin/verdaccio`,
      '--config',
      `${folder}/config.yaml`,
      '--listen',
      `127.0.0.1:${port}`,
    ],
    env: { ...process.env, NODE_ENV: 'production' },
    folder,
    url: `http://127.0.0.1:${port}`,
  });
}

/** Verdaccio, set up as fast as it goes. */
export const verdaccio: Registry = {
  name: 'verdaccio',
  title: 'Verdaccio',
  setup: 'no web interface, log level `fatal`, JSON web tokens, no uplink, `max_body_size` 500mb',
  proxySetup: '`maxage` a day, connections kept (`agent_options`)',
  version: () => installedVersion('verdaccio'),
  requireProgram: () => undefined,
  start: (folder, upstream) => start(folder, FAST_TOKENS, upstream),
  storage: { packageFile, enlist },
  // It opens every package at each search: 50,000 take it longer than a measurement lasts.
  catalogueSize: 2000,
};

/** Verdaccio with the tokens that it issues when nobody says otherwise. */
export const verdaccioAsShipped: Registry = {
  ...verdaccio,
  start: (folder, upstream) => start(folder, '', upstream),
};

function packageFile(publications: readonly Publication[], url: string): string {
  const name = publications[0]?.name;
  const now = new Date().toISOString();
  const document = {
    name,
    versions: Object.fromEntries(
      publications.map((publication) => [
        publication.version,
        { contributors: [], ...sentManifest(publication, url) },
      ]),
    ),
    time: {
      modified: now,
      created: now,
      ...Object.fromEntries(publications.map(({ version }) => [version, now])),
    },
    users: {},
    'dist-tags': Object.fromEntries(publications.map(({ tag, version }) => [tag, version])),
    _uplinks: {},
    _distfiles: {},
    _attachments: Object.fromEntries(
      publications.map((publication) => [
        tarballFile(publication),
        { shasum: shasum(publication), version: publication.version },
      ]),
    ),
    _rev: '3-0000000000000000',
    _id: name,
    readme: '',
  };
  return JSON.stringify(document, undefined, '\t');
}

async function enlist(folder: string, names: readonly string[]): Promise<void> {
  const file = `${folder}/storage/.verdaccio-db.json`;
  const database = JSON.parse(await readFile(file, 'utf8')) as { readonly list: string[] };
  const list = [...new Set([...database.list, ...names])];
  await writeFile(file, JSON.stringify({ ...database, list }));
}
