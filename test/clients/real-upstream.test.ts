import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import registryUrl from 'registry-url';
import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { startProcess } from '../server-process.ts';
import type { Target } from '../target.ts';
import { npm11 } from './clients.ts';
import { folder } from './folder.ts';
import { type Home, home } from './home.ts';
import { createOutside } from './outside.ts';

const UPSTREAM = registryUrl();

/** Whether the registry of npm's own configuration answers from here. */
async function isReachable(): Promise<boolean> {
  try {
    const response = await fetch(new URL('is-number', UPSTREAM), {
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

const reachable = await isReachable();
const why = reachable ? '' : ' (not run: the registry of npm’s configuration can’t be reached)';
const outside = await createOutside();

/** Nothing of it has a program of its own for each platform: not every mirror has those of all. */
const APPLICATION = {
  name: 'application',
  version: '1.0.0',
  private: true,
  dependencies: { express: '^5.1.0', react: '^19.1.0', 'react-dom': '^19.1.0' },
  devDependencies: {
    '@types/react': '^19.1.0',
    eslint: '^9.30.0',
    typescript: '~5.9.0',
    webpack: '^5.100.0',
    'webpack-cli': '^6.0.0',
  },
};

/** The built registry in front of it, and somebody whose npm knows nothing else. */
async function start(data: string, ...more: readonly string[]) {
  const server = await startProcess(data, ['--upstream', UPSTREAM, ...more]);
  const { url, stop } = server;
  const ask: Target['fetch'] = async (where, init) => fetch(url + where, init);
  const target: Target = { name: 'built server', url, origin: url, fetch: ask };
  const admin = await user(target, 'admin');
  const registry = { ...target, host: new URL(url).host, admin, outside, requests: async () => [] };
  return { somebody: home(npm11, registry), url, stop };
}

const lockOf = (project: string): string =>
  readFileSync(path.join(project, 'package-lock.json'), 'utf8');

async function build(somebody: Home, project: string): Promise<boolean> {
  await somebody.run(['exec', '--', 'webpack', '--mode', 'production'], { in: project });
  return existsSync(path.join(project, 'dist', 'main.js'));
}

describe.skipIf(!reachable)(`a real application from the real upstream${why}`, () => {
  test('is installed through the registry, works, and is installed again offline', async () => {
    const data = folder();
    const online = await start(data);
    const files = {
      'package.json': APPLICATION,
      'src/index.js':
        "import { createRoot } from 'react-dom/client';\ncreateRoot(document.body).render('hello');\n",
    };
    const project = online.somebody.project(files);
    await online.somebody.run(['install', '--no-audit', '--no-fund'], { in: project });
    expect(Object.keys(JSON.parse(lockOf(project)).packages).length).toBeGreaterThan(150);
    expect(await build(online.somebody, project)).toBe(true);
    const audit = await online.somebody.run(['audit', '--json', '--audit-level=none'], {
      in: project,
    });
    expect(audit.text).toContain('"auditReportVersion"');
    await online.stop();
    const offline = await start(data, '--offline', 'true');
    const again = offline.somebody.project({
      ...files,
      'package-lock.json': lockOf(project).replaceAll(online.url, offline.url),
    });
    await offline.somebody.run(['ci', '--no-audit', '--no-fund'], { in: again });
    expect(await build(offline.somebody, again)).toBe(true);
    await offline.stop();
  }, 300_000);
});
