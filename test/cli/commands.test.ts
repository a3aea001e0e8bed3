import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import type { Option } from '../../cli/command/command.ts';
import { helpPage, overview } from '../../cli/command/help-page.ts';
import { COMMON } from '../../cli/command/parse.ts';
import { CHAPTERS } from '../../cli/commands.ts';
import { folder } from '../target.ts';
import { DECLARED, GROUPS } from './declared.ts';
import { COMMAND, pantry } from './run.ts';

const WIDTH = 100;
const home = folder();
const SECRET = 'pntr_secret_that_nobody_sees';

const widest = (page: string): number => Math.max(...page.split('\n').map((line) => line.length));

describe.each(DECLARED)('pantry $words', ({ words, command, options }) => {
  const line = words.split(' ');

  test('says in one line what it is for, and in another what each option is', () => {
    for (const { about } of [command, ...Object.values(options), ...(command.arguments ?? [])]) {
      expect(about).toMatch(/^[A-Z].*[^.]$/);
    }
  });

  test(`has a page of help that fits ${WIDTH} columns and names every option that is not hidden`, async () => {
    const page = await helpPage(words, command);
    expect(widest(page)).toBeLessThanOrEqual(WIDTH);
    expect(page).toContain(`Usage: pantry ${words}`);
    for (const [name, { hidden }] of Object.entries<Option>({ ...options, ...COMMON })) {
      expect(new RegExp(`--${name}(?![\\w-])`).test(page)).toBe(hidden !== true);
    }
  });

  test('has options of its own that hide none that all have, and only texts with a value', () => {
    const own = Object.entries(options);
    expect(own.map(([name]) => name).filter((name) => Object.hasOwn(COMMON, name))).toEqual([]);
    const said = own.filter(([, { type }]) => type === 'boolean').map(([, option]) => option);
    expect(said.filter(({ secret, choices }) => secret || choices)).toEqual([]);
    expect(said.filter((option) => option.default !== undefined)).toEqual([]);
  });

  test('refuses an unknown option, with --json in one document on the standard output', async () => {
    const { code, stdout, stderr } = await pantry(home, [...line, '--no-such-option', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      error: { message: 'there is no option --no-such-option', exitCode: 2 },
    });
    expect(stderr).toMatch(/^pantry: there is no option --no-such-option\n/);
  });
});

const SECRETS = DECLARED.flatMap(({ words, options }) =>
  Object.entries(options)
    .filter(([, { secret }]) => secret)
    .map(([name]) => ({ words, name })),
);

if (process.platform !== 'linux') {
  console.log('the list of processes is skipped: this knows where it is on Linux alone');
}

describe.runIf(process.platform === 'linux')('in the list of processes', () => {
  test.each(SECRETS)('`pantry $words` does not show what --$name says', ({ words, name }) => {
    for (const said of [[`--${name}`, SECRET], [`--${name}=${SECRET}`]]) {
      const seen = commandLineOf([...words.split(' '), ...said, '--help']);
      expect(seen).toContain('pantry');
      expect(seen).not.toContain(SECRET);
    }
  });
});

/** What the system shows of the command's process to everybody, once it has done its work. */
function commandLineOf(args: readonly string[]): string {
  const tell = path.join(home, 'tell.mjs');
  writeFileSync(
    tell,
    `import { readFileSync, writeSync } from 'node:fs';
process.on('exit', () => writeSync(2, readFileSync('/proc/self/cmdline')));`,
  );
  const child = spawnSync(process.execPath, ['--import', tell, COMMAND, ...args], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home },
    encoding: 'utf8',
  });
  expect(child.status).toBe(0);
  return child.stderr;
}

describe.each(GROUPS)('pantry %s', (name, entry) => {
  test(`has a page of help that fits ${WIDTH} columns`, async () => {
    expect(widest(await helpPage(name, entry))).toBeLessThanOrEqual(WIDTH);
  });

  test('shows it to who says no more; with --json that is an error in one document', async () => {
    const page = await helpPage(name, entry);
    expect(await pantry(home, [name])).toEqual({ code: 2, stdout: '', stderr: page });
    expect(await pantry(home, [name, '--help'])).toEqual({ code: 0, stdout: page, stderr: '' });
    const asked = await pantry(home, [name, '--json']);
    expect([asked.code, JSON.parse(asked.stdout)]).toEqual([
      2,
      { error: { message: `say which command of \`pantry ${name}\``, exitCode: 2 } },
    ]);
  });
});

describe('pantry', () => {
  test(`shows what there is in ${WIDTH} columns`, async () => {
    const page = overview(CHAPTERS);
    expect(widest(page)).toBeLessThanOrEqual(WIDTH);
    expect(await pantry(home, [])).toEqual({ code: 0, stdout: page, stderr: '' });
  });

  test('breaks lines that are too long for a page of help, and keeps where those of other paragraphs end', async () => {
    const details = `${'a word '.repeat(20)}\n\nshort\nlines`;
    const page = await helpPage('x', {
      about: 'X',
      details,
      load: async () => import('../../cli/version.ts'),
    });
    expect(widest(page)).toBeLessThanOrEqual(WIDTH);
    expect(page).toContain('\nshort\nlines\n');
  });

  test('ends without a word where nobody reads on', () => {
    const script = '"$0" "$1" completion bash | true; exit "${PIPESTATUS[0]}"';
    const { status, stderr } = spawnSync('bash', ['-c', script, process.execPath, COMMAND]);
    expect([status, String(stderr)]).toEqual([0, '']);
  });

  test('gives help as JSON where that is asked for', async () => {
    const { stdout } = await pantry(home, ['trust', 'list', '--help', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'trust list',
      page: expect.stringContaining('Usage: pantry trust list [package]'),
    });
  });

  test.each([
    [['pubilsh'], 'there is no command "pubilsh": did you mean `pantry publish`?'],
    [['mirorr', 'x'], 'there is no command "mirorr": did you mean `pantry mirror`?'],
    [['trust', 'githb'], 'there is no command "trust githb": did you mean `pantry trust github`?'],
    [['xylophone'], 'there is no command "xylophone"\n'],
    [['gx'], 'there is no command "gx"\n'],
    [['logout', '--regitsry', 'x'], 'there is no option --regitsry: did you mean --registry?'],
    [['completion', 'tcsh'], 'shell is bash, zsh or fish, not "tcsh"'],
  ])('%j is refused with what was probably meant', async (args, sentence) => {
    const { code, stderr } = await pantry(home, args);
    expect(code).toBe(2);
    expect(stderr).toContain(`pantry: ${sentence}`);
  });
});
