import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

import { ownCiRegistry } from '../ci/registry.ts';
import { githubVariables } from '../clients/ci/job.ts';
import { hasTerminal } from '../clients/terminal.ts';
import { startProcess } from '../server-process.ts';
import { folder } from '../target.ts';
import { commandFolder, record, type Recording } from './record.ts';

const PASSWORD = 'correct horse battery staple';
const PATH = `${commandFolder()}:${process.env['PATH']}`;

const registry = await startProcess(folder());
const ci = await ownCiRegistry([]);
afterAll(async () => registry.stop());

/** The registry's own port is another each time. */
const replacing = (url: string): Recording['replace'] => [
  [url, 'http://localhost:4873'],
  [new URL(url).host, 'localhost:4873'],
  [/\d{4}-\d\d-\d\d/g, '2026-11-21'],
];

/** A package that nobody has published, in the home of somebody who has nothing set up. */
function project(): { readonly home: string; readonly cwd: string } {
  const home = folder();
  const cwd = path.join(home, 'hello');
  mkdirSync(cwd);
  const manifest = { name: '@acme/hello', version: '1.0.0', description: 'Says hello' };
  writeFileSync(path.join(cwd, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(path.join(cwd, 'index.js'), "module.exports = () => 'hello';\n");
  writeFileSync(path.join(cwd, 'README.md'), '# Hello\n');
  writeFileSync(path.join(cwd, 'package-lock.json'), '{}\n');
  return { home, cwd };
}

const block = (title: string, text: string): string =>
  `## ${title}\n\n\`\`\`console\n${text.trimEnd()}\n\`\`\`\n`;

test.runIf(hasTerminal)(
  'docs/sessions.md shows what a terminal shows',
  async () => {
    const { home, cwd } = project();
    const own: Recording = { cwd, env: { PATH, HOME: home }, replace: replacing(registry.url) };
    const login = await record(
      [
        {
          line: `pantry login --registry ${registry.url}`,
          answers: [
            [/Name/, 'ann'],
            [/Password/, PASSWORD],
            [/Sign up\?/, 'y'],
            [/The password again/, PASSWORD],
          ],
        },
        { line: 'pantry whoami' },
      ],
      own,
    );
    const answers = [
      [/Write the token/, 'y'],
      [/Write this\?/, 'y'],
    ] as const;
    const setup = await record([{ line: 'pantry setup --scope @acme', answers }], own);
    const publish = await record(
      [{ line: 'pantry publish' }, { line: 'pantry view @acme/hello version dist-tags' }],
      own,
    );
    const job = project();
    const inCi = await record([{ line: 'pantry publish' }], {
      cwd: job.cwd,
      env: {
        PATH,
        HOME: job.home,
        PANTRY_REGISTRY: ci.registry.url,
        ...(await githubVariables(ci.github)),
      },
      replace: [
        ...replacing(ci.registry.url),
        ['http://localhost:4873', 'https://npm.example.com'],
      ],
    });
    const document = [
      '# The command at a terminal\n',
      'Recorded by `test/sessions`, which fails where the command shows anything else. Every command: [cli.md](cli.md).\n',
      block('Logging in', login),
      block('Setting up the clients of a project', setup),
      block('The first publish', publish),
      block('Publishing in a job of GitHub Actions, with no token', inCi),
    ];
    await expect(document.join('\n')).toMatchFileSnapshot('../../docs/sessions.md');
  },
  120_000,
);
