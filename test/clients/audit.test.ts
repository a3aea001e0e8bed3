import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { uniqueName } from '../packages.ts';
import { startUpstream } from '../upstream/controllable.ts';
import { bun, isHere, npm11, npm12, pnpm10, pnpm12, type Program, yarn4 } from './clients.ts';
import { home } from './home.ts';
import { read } from './read.ts';
import { startRegistry } from './registry.ts';

const upstream = await startUpstream();
const registry = await startRegistry(['--upstream', upstream.url]);
const { admin } = registry;

const [ours, theirs] = [uniqueName('ours'), uniqueName('theirs')];
upstream.publish(theirs, '1.0.0');
upstream.publish(theirs, '1.5.0');
await admin.publish({ name: ours, version: '1.0.0', dependencies: { [theirs]: '1.0.0' } });
await admin.publish({ name: ours, version: '2.0.0' });

/** What the upstream was asked for. */
const asked: unknown[] = [];
const [OURS, OURS_OF_THEIRS, THEIRS] = ['Ours leaks', 'Ours of theirs', 'Theirs leaks'];
upstream.answer('/-/npm/v1/security/advisories/bulk', async (request, response) => {
  const body = gunzipSync(Buffer.concat(await Array.fromAsync(request)));
  asked.push(JSON.parse(body.toString()));
  const found = {
    id: 1_234_567,
    url: 'https://github.com/advisories/GHSA-2222-3333-4444',
    title: THEIRS,
    severity: 'critical',
    vulnerable_versions: '<1.5.0',
    cwe: ['CWE-79'],
    cvss: { score: 9.8, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
  };
  response.end(JSON.stringify({ [theirs]: [found] }));
});
const advise = async (name: string, title: string, range: string) =>
  admin.put(`/-/v1/packages/${name}/advisories/acme-1`, {
    title,
    severity: 'high',
    vulnerable_versions: range,
    url: 'https://github.com/advisories/GHSA-5555-6666-7777',
  });
await advise(ours, OURS, '<2.0.0');
await advise(theirs, OURS_OF_THEIRS, '<1.5.0');

/** yarn 4 refuses what is younger than a day, unless it is told. */
const yarn: Program = {
  ...yarn4,
  settings: (url, token) => ({
    '.yarnrc.yml': `${Object.values(yarn4.settings(url, token)).join('\n')}\nnpmMinimalAgeGate: 0\n`,
  }),
};

const commandOf = ({ name }: Program): readonly string[] =>
  name.startsWith('yarn') ? ['npm', 'audit', '--all', '--recursive'] : ['audit'];

/** A home with a project that has what is not safe. */
async function installed(client: Program) {
  const somebody = home(client, registry);
  const project = somebody.project({
    'package.json': {
      name: 'secret-app',
      version: '1.0.0',
      private: true,
      dependencies: { [ours]: '1.0.0' },
    },
    ...(client.name.startsWith('yarn') && { 'yarn.lock': '' }),
  });
  await somebody.run(['install'], { in: project });
  asked.length = 0;
  return { somebody, project };
}

describe.each([npm11, npm12, pnpm10, pnpm12, yarn, bun].filter(isHere))('$name', (client) => {
  test('shows own advisories and the upstream’s together, and tells nobody of our packages', async () => {
    const { somebody, project } = await installed(client);
    const text = await somebody.fails(commandOf(client), { in: project });
    for (const title of [OURS, OURS_OF_THEIRS, THEIRS]) expect(text).toContain(title);
    const names = new Set(asked.flatMap((versions) => Object.keys(versions as object)));
    expect([...names]).toEqual([theirs]);
  });
});

describe('pnpm 10', () => {
  test('prints the whole answer as JSON, with ways and counts', async () => {
    const { somebody, project } = await installed(pnpm10);
    const report = JSON.parse(await somebody.fails(['audit', '--json'], { in: project }));
    const advisories = Object.values<any>(report.advisories);
    const shown = advisories.map(({ title, findings }) => [title, findings[0].paths]);
    expect(Object.fromEntries(shown)).toEqual({
      [OURS]: [`.>${ours}`],
      [OURS_OF_THEIRS]: [`.>${ours}>${theirs}`],
      [THEIRS]: [`.>${ours}>${theirs}`],
    });
    const { vulnerabilities, totalDependencies } = report.metadata;
    expect([vulnerabilities, totalDependencies]).toEqual([
      { info: 0, low: 0, moderate: 0, high: 2, critical: 1 },
      2,
    ]);
  });

  test('fixes what it can by overrides', async () => {
    const { somebody, project } = await installed(pnpm10);
    await somebody.run(['audit', '--fix'], { in: project });
    expect(read(project, 'pnpm-workspace.yaml')).toContain(`${theirs}@<1.5.0: '>=1.5.0'`);
  });
});
