import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { run } from '../clients/run.ts';
import { hasTerminal } from '../clients/terminal.ts';
import { folder } from '../target.ts';
import { DECLARED, GROUPS } from './declared.ts';
import { pantry } from './run.ts';

const home = folder();

async function scriptFor(shell: string): Promise<string> {
  const { code, stdout } = await pantry(home, ['completion', shell]);
  expect(code).toBe(0);
  writeFileSync(path.join(home, shell), stdout);
  return stdout;
}

const SCRIPTS = {
  bash: await scriptFor('bash'),
  zsh: await scriptFor('zsh'),
  fish: await scriptFor('fish'),
};

const isHere = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;
const missing = Object.keys(SCRIPTS).filter((shell) => !isHere(shell));
if (missing.length > 0)
  console.log(`of completion only the text is tested in ${missing.join(', ')}`);

const optionIn = (shell: string, name: string): RegExp =>
  new RegExp(`${shell === 'fish' ? '-l ' : '--'}${name}(?![\\w-])`);

describe.each(Object.entries(SCRIPTS))('completion of %s', (shell, script) => {
  test('names every command and every option that is not hidden, and no hidden one', () => {
    for (const { words } of DECLARED) expect(script).toContain(words);
    for (const [name] of GROUPS) expect(script).toContain(name);
    const all = DECLARED.flatMap(({ options }) => Object.entries(options));
    const shown = new Set(all.filter(([, { hidden }]) => !hidden).map(([name]) => name));
    expect([...shown].filter((name) => !optionIn(shell, name).test(script))).toEqual([]);
    expect(
      all
        .map(([name]) => name)
        .filter((name) => !shown.has(name) && optionIn(shell, name).test(script)),
    ).toEqual([]);
  });

  test.runIf(isHere(shell))('is understood by the shell', () => {
    const { status, stderr } = spawnSync(shell, ['-n', path.join(home, shell)]);
    expect([status, String(stderr)]).toEqual([0, '']);
  });
});

/** What bash proposes behind these words, which stand as it splits them. */
function proposals(...words: readonly string[]): readonly string[] {
  const quoted = ['pantry', ...words].map((word) => `'${word}'`).join(' ');
  const { stdout, stderr } = spawnSync('bash', [
    '-c',
    `source '${home}/bash'; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _pantry; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ]);
  expect(String(stderr)).toBe('');
  return String(stdout).split('\n').filter(Boolean);
}

describe('bash', () => {
  test.each([
    [['tru'], ['trust']],
    [['trust', ''], DECLARED.flatMap(({ words }) => /^trust (.*)/.exec(words)?.[1] ?? [])],
    [
      ['trust', 'git'],
      ['github', 'gitlab'],
    ],
    [['publish', '--acc'], ['--access']],
    [
      ['publish', '--access', ''],
      ['public', 'restricted'],
    ],
    [['publish', '--access', '=', 're'], ['restricted']],
    [
      ['publish', '--access', '='],
      ['public', 'restricted'],
    ],
    [['trust', 'github', '--reu'], ['--reusable']],
    [['trust', 'list', '--reu'], []],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['logout', 'x'], []],
    [['publish', '--tag', '--'], []],
  ])('proposes behind %j', (words, expected) => {
    expect(proposals(...words)).toEqual(expected);
  });

  test.runIf(hasTerminal)(
    'completes a command, and a file where one is taken, at a prompt',
    async () => {
      writeFileSync(path.join(home, 'a-package.tgz'), '');
      writeFileSync(
        path.join(home, 'rc'),
        `PS1='ready> '; source ./bash; pantry() { echo "got <$*>"; }\n`,
      );
      const { text } = await run(['bash', '--rcfile', 'rc', '-i'], {
        cwd: home,
        env: { PATH: process.env['PATH'] ?? '', HOME: home, TERM: 'xterm', INPUTRC: '/dev/null' },
        terminal: true,
        answers: [
          [/ready> $/, 'pantry publi\ta-pa\t'],
          [/ready> $/, 'exit'],
        ],
      });
      expect(text).toContain('got <publish a-package.tgz>');
    },
  );
});
