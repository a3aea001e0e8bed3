import { expect, test } from 'vitest';

import type { Option } from '../../../cli/command/command.ts';
import { answering } from '../answering.ts';
import type { Declared } from '../declared.ts';
import { commandsFor } from './cells.ts';
import { INPUT, lineOf } from './line.ts';
import { forEach, isCivil, perform, wrong } from './perform.ts';
import { type Scene, sceneAt } from './scene.ts';
import { saying } from './stand-in.ts';

/** A command line that can't be understood, by what is wrong about it. */
interface Wrong {
  readonly words: string;
  readonly args: readonly string[];
}

/** Values that are none, beside those that are not among the choices. */
const NONSENSE: Readonly<Record<string, string>> = {
  client: 'nmp',
  concurrency: '0',
  days: 'soon',
  expires: 'soon',
  limit: '0',
  'org-id': 'x',
  'pipeline-definition-id': 'x',
  'project-id': 'x',
  registry: 'ftp://x',
  period: 'yesterday',
  tag: '1.0.0',
};

/** Of some commands. */
const OWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  deploy: { context: 'x' },
  doctor: { scope: '../x' },
  'identity link': { user: '../x' },
  'identity list': { user: '../x' },
  'import registry': { owner: 'x' },
  'import verdaccio': { owner: 'x' },
  'second-factor disable': { user: '../x' },
  setup: { scope: '../x' },
  'token create': { package: '../x' },
};

/** What is read alike for all commands: once is enough. */
const EVERYWHERE = new Set(['otp', 'registry', 'token']);
const ONCE = 'whoami';

/** Any text is one. */
const FREE = new Set(['command', 'field', 'word']);
/** What is no such thing, and is looked for all the same: it can't be done, rather than understood. */
const LOOKED_FOR = new Set(['folder | file.tgz', 'place', 'storage', 'url']);

const nonsenseFor = (words: string, name: string, { choices }: Option): string | undefined =>
  choices ? 'nonsense' : (OWN[words]?.[name] ?? NONSENSE[name]);

/** The command line with another argument in a place. */
function withArgument({ words, command }: Declared, args: readonly string[], at: number) {
  const [first, needed] = [
    words.split(' ').length,
    (command.arguments ?? []).filter(({ optional }) => !optional).length,
  ];
  return (text: string): readonly string[] => args.toSpliced(first + at, at < needed ? 1 : 0, text);
}

function argumentsOf(declared: Declared, line: readonly string[]): readonly Wrong[] {
  const { words, command } = declared;
  const known = command.arguments ?? [];
  const made: Wrong[] = known.flatMap(({ name, choices }, at) => {
    const having = withArgument(declared, line, at);
    return [
      { words: `${words}: no ${name} but ""`, args: having('') },
      ...(FREE.has(name) ? [] : [{ words: `${words}: ${name} ../x`, args: having('../x') }]),
      ...(choices ? [{ words: `${words}: ${name} nonsense`, args: having('nonsense') }] : []),
    ];
  });
  if (!known.at(-1)?.many) {
    made.push({ words: `${words}: too many`, args: [...line, 'one', 'more'] });
  }
  const needs = known.some(({ optional }) => !optional);
  return needs ? [...made, { words: `${words}: too few`, args: words.split(' ') }] : made;
}

const optionsOf = ({ words, options }: Declared, line: readonly string[]): readonly Wrong[] =>
  Object.entries(options).flatMap(([name, option]) => {
    const nonsense = nonsenseFor(words, name, option);
    const isText = option.type === 'string';
    const isRead = words === ONCE || !EVERYWHERE.has(name);
    return [
      ...(isText && isRead && !option.mayBeEmpty
        ? [{ words: `${words}: --${name} ""`, args: [...line, `--${name}`, ''] }]
        : []),
      ...(isText && nonsense !== undefined
        ? [{ words: `${words}: --${name} ${nonsense}`, args: [...line, `--${name}`, nonsense] }]
        : []),
    ];
  });

function linesOf(declared: Declared, url: string): readonly Wrong[] {
  const line = lineOf(declared, { url });
  return [
    { words: `${declared.words}: --nonsense`, args: [...line, '--nonsense'] },
    ...argumentsOf(declared, line),
    ...optionsOf(declared, line),
  ];
}

/** 2, but for what names something that may be anywhere. */
const codeFor = (words: string): number =>
  words.endsWith(' ftp://x') || LOOKED_FOR.has(/: (.+) \.\.\/x$/.exec(words)?.[1] ?? '') ? 1 : 2;

test('every command refuses what can’t be understood in a sentence, and neither asks nor writes anything', async () => {
  const { url, requests } = await answering(saying(200, '{}'));
  const commands = commandsFor('with a command line that is wrong');
  const lines = commands.flatMap((declared) => linesOf(declared, url));
  // Nothing is written: the next may use the scene that one has left.
  const scenes: Scene[] = [];
  const outcomes = await forEach(lines, 6, async ({ args }) => {
    const scene = scenes.pop() ?? sceneAt(url);
    const outcome = await perform(scene, args, INPUT);
    scenes.push(scene);
    return outcome;
  });
  expect(lines.length).toBeGreaterThan(commands.length * 3);
  expect(
    wrong(
      outcomes,
      (outcome, words) =>
        outcome.code === codeFor(words) &&
        outcome.stdout === '' &&
        /^pantry: .+$/m.test(outcome.stderr) &&
        outcome.changed.length === 0 &&
        isCivil(outcome),
    ),
  ).toEqual({});
  expect(requests.map(({ method, url: path }) => `${method} ${path}`)).toEqual([]);
}, 180_000);
