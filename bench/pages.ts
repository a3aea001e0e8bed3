// What pages cost where nothing is kept at the edge, and what a browser has to load: `node bench/pages.ts`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { createRouter } from '#http/router.ts';

import { loadSettings } from '../local/config/load.ts';
import { createAccessLog } from '../local/http/access-log.ts';
import { openRegistry } from '../local/registry.ts';
import { publishDocument } from '../test/packages.ts';

const URL_OF_REGISTRY = 'http://registry.test';
const ACCEPT = 'text/html,application/xhtml+xml,*/*;q=0.8';
const ROUNDS = 300;
const VERSIONS = 30;
const NAME = '@acme/widgets';

const folder = mkdtempSync(path.join(tmpdir(), 'pages-'));
const registry = await openRegistry(
  loadSettings({ data: folder, publicUrl: URL_OF_REGISTRY, upstream: 'none' }, {}),
  createAccessLog('none', () => undefined),
);
const route = createRouter(registry.endpoints);

interface Sent {
  readonly token?: string;
  readonly body?: unknown;
}

function requestOf(method: string, where: string, { token = '', body }: Sent): Request {
  const [rawPath = '', query = ''] = where.split('?', 2);
  return {
    id: 'bench',
    method,
    path: rawPath,
    query: new URLSearchParams(query),
    headers: { accept: ACCEPT, ...(token && { authorization: `Bearer ${token}` }) },
    body: (async function* bytes() {
      if (body !== undefined) yield Buffer.from(JSON.stringify(body));
    })(),
    address: '127.0.0.1',
    baseUrl: URL_OF_REGISTRY,
  };
}

/** The answer's bytes where they are JSON, and as many of them where it is a page. */
async function ask(method: string, where: string, sent: Sent = {}): Promise<Buffer> {
  const request = requestOf(method, where, sent);
  const { endpoint, params } = route(method, request.path);
  const reply = await endpoint.handle(request, params, registry.services);
  if ((reply.status ?? 200) >= 300) throw new Error(`${method} ${where}: ${reply.status}`);
  return bytesOf(reply);
}

function bytesOf({ body }: Reply): Buffer {
  if (body?.kind === 'gzip') return Buffer.alloc(body.size);
  return Buffer.from(body?.kind === 'json' ? JSON.stringify(body.value) : '');
}

/** A README of ten kilobytes: this repository's own, as often as it takes. */
const README = readFileSync('README.md', 'utf8').repeat(3).slice(0, 10_000);

async function fill(): Promise<void> {
  const user = { name: 'bench', password: 'a password of the bench', email: 'b@example.com' };
  const signedUp = await ask('PUT', '/-/user/org.couchdb.user:bench', { body: user });
  const { token } = JSON.parse(signedUp.toString()) as { readonly token: string };
  const dependencies = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`dependency-${index}`, `^1.${index}.0`]),
  );
  for (let minor = 0; minor < VERSIONS; minor += 1) {
    const manifest = {
      name: NAME,
      version: `1.${minor}.0`,
      description: 'Widgets of every kind, for every purpose',
      keywords: ['widgets', 'ui', 'components'],
      license: 'MIT',
      repository: 'github:acme/widgets',
      dependencies,
    };
    const body = publishDocument(manifest, { files: { 'README.md': README } });
    await ask('PUT', `/${NAME.replace('/', '%2f')}`, { token, body });
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function measure(where: string): Promise<void> {
  const { length } = await ask('GET', where);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await ask('GET', where);
    times.push(performance.now() - start);
  }
  const slow = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS * 0.99)] ?? 0;
  const label = where.replace(/^\/-\/web/, '').padEnd(44);
  console.log(
    `${label} p50 ${median(times).toFixed(2)}  p99 ${slow.toFixed(2)} ms  HTML ${(length / 1000).toFixed(1)} kB`,
  );
}

await fill();
// What is rendered and indexed behind a publish.
await sleep(2000);
for (const where of [
  '/',
  '/-/web/search?q=widgets',
  `/-/web/package/${NAME}`,
  ...['versions', 'dependencies', 'dependents', 'files', 'downloads', 'security', 'score'].map(
    (tab) => `/-/web/package/${NAME}/${tab}`,
  ),
  `/-/web/package/${NAME}/diff?from=1.0.0&to=1.1.0`,
]) {
  await measure(where);
}
for (const file of ['style.css', 'client.js']) {
  const text = readFileSync(`web/assets/${file}`);
  console.log(
    `${file.padEnd(44)} ${(text.length / 1000).toFixed(1)} kB, ${(gzipSync(text).length / 1000).toFixed(1)} kB packed`,
  );
}
await registry.close();
rmSync(folder, { recursive: true });
