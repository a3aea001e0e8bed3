import { expect, test } from 'vitest';

import { answering } from '../answering.ts';
import { type Cell, commandsFor } from './cells.ts';
import { INPUT, lineOf } from './line.ts';
import { forEach, isCivil, type Left, perform, wrong } from './perform.ts';
import { sceneAt } from './scene.ts';
import { cutting, deadUrl, saying, sourceOfHello } from './stand-in.ts';

interface Situation {
  readonly url: () => Promise<string>;
  readonly code: number;
  /** What is said of it. */
  readonly says: RegExp;
  /** Commands that end otherwise. */
  readonly others?: Readonly<Record<string, number>>;
}

const standIn = (answer: Parameters<typeof answering>[0]) => async (): Promise<string> =>
  (await answering(answer)).url;

/** A token is forgotten here even where the registry did not hear of it. */
const UNHEARD = { logout: 1 };
/** What does not go well is what `doctor` finds. */
const FOUND = { doctor: 1 };

const all = (code: number, ...words: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(words.map((each) => [each, code]));

/** Those that only want to hear that it is done. */
const TOLD = all(
  0,
  'doctor',
  'identity unlink',
  'logout',
  'org remove',
  'org rm',
  'org uninvite',
  'owner add',
  'owner rm',
  'publish',
  'second-factor disable',
  'team add',
  'team create',
  'team destroy',
  'team grant',
  'team revoke',
  'team rm',
  'trust revoke',
);
/** There is a package of that name; whom it trusts a person has to ask, as npm is refused. */
const ASKS_A_PERSON = { 'trust npm': 3 };

const SITUATIONS: Readonly<Partial<Record<Cell, Situation>>> = {
  'where nothing listens': {
    url: deadUrl,
    code: 4,
    says: /could not be reached: .*ECONNREFUSED|can’t be reached: nothing listens there/,
    others: { ...UNHEARD, ...FOUND },
  },
  'where the registry fails': {
    url: standIn(saying(503, '{"error":"not now"}', { 'retry-after': '0.01' })),
    code: 4,
    says: /not now|answers with status 503/,
    others: { ...UNHEARD, ...FOUND },
  },
  'where one is not logged in': {
    url: standIn(saying(401, '{"error":"who are you","code":"unauthenticated"}')),
    code: 3,
    says: /who are you|answers with status 401|does not take the token|logged out of/,
    // It counts there no more, which is what was wanted.
    others: { logout: 0, ...FOUND },
  },
  'where one is not allowed to': {
    url: standIn(saying(403, '{"error":"you may not","code":"forbidden"}')),
    code: 3,
    says: /you may not|answers with status 403|asks a person/,
    others: { ...UNHEARD, ...FOUND },
  },
  'where somebody else answers': {
    url: standIn(saying(200, '<h1>Welcome</h1>', { 'content-type': 'text/html' })),
    code: 1,
    says: /answers in an unknown way|answers with a page|does not list it/,
  },
  'where the answer is an empty object': {
    url: standIn(saying(200, '{}')),
    code: 1,
    says: /answers in an unknown way|does not list it/,
    others: {
      ...TOLD,
      ...ASKS_A_PERSON,
      ...all(0, 'org list', 'org ls', 'org packages', 'owner ls', 'team packages'),
    },
  },
  'where the answer is an empty list': {
    url: standIn(saying(200, '[]')),
    code: 1,
    says: /answers in an unknown way|does not list it/,
    others: { ...TOLD, ...ASKS_A_PERSON, ...all(0, 'team ls', 'trust list') },
  },
  'where the answer is cut off': {
    url: standIn(cutting),
    code: 4,
    says: /could not be reached: |can’t be reached: the connection breaks off/,
    others: { ...UNHEARD, ...FOUND },
  },
};

/** What a logout writes, however the registry answers. */
const FORGOTTEN = ['home/.npmrc', 'home/.pantry/credentials'];

const NOTHING: readonly string[] = [];

function isRight(outcome: Left, words: string, { code, says, others = {} }: Situation): boolean {
  const expected = others[words] ?? code;
  const changed = words === 'logout' ? FORGOTTEN : NOTHING;
  return (
    outcome.code === expected &&
    String(outcome.changed) === String(changed) &&
    (expected === 0 || says.test(outcome.stdout + outcome.stderr) || others[words] === 3) &&
    isCivil(outcome)
  );
}

test.each(Object.entries(SITUATIONS) as [Cell, Situation][])(
  'every command that asks a registry, %s, says so in a sentence and with an exit code',
  async (cell, situation) => {
    const [url, source] = await Promise.all([situation.url(), sourceOfHello()]);
    const commands = commandsFor(cell);
    const outcomes = await forEach(commands, 32, async (declared) =>
      perform(sceneAt(url), lineOf(declared, { url, source }), INPUT),
    );
    expect(Object.keys(outcomes)).toHaveLength(commands.length);
    expect(wrong(outcomes, (outcome, words) => isRight(outcome, words, situation))).toEqual({});
  },
  180_000,
);

test('pantry setup asks no registry', async () => {
  const { url, requests } = await answering(saying(500, ''));
  const { code } = await perform(sceneAt(url), [
    'setup',
    '--scope',
    '@acme',
    '--yes',
    '--registry',
    url,
  ]);
  expect([code, requests]).toEqual([0, []]);
});

test.each([
  ['can’t be reached', deadUrl, 4, /could not be reached/],
  ['is somebody else', standIn(saying(200, '<h1>Hi</h1>')), 1, /left out: hello: the source/],
])(
  'pantry import registry says that the registry it reads %s',
  async (_, urlOf, code, says) => {
    const source = await urlOf();
    const line = ['import', 'registry', source, 'hello', '--registry', 'http://127.0.0.1:9'];
    const outcome = await perform(sceneAt(source), line);
    expect(outcome).toMatchObject({ code, changed: [] });
    expect(outcome.stdout + outcome.stderr).toMatch(says);
    expect(isCivil(outcome)).toBe(true);
  },
  180_000,
);
