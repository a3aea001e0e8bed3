import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { folder } from '../target.ts';
import { answering } from './answering.ts';
import { DECLARED, type Declared } from './declared.ts';
import { type Outcome, pantry } from './run.ts';

/** What stands for each argument. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  account: '1234567',
  id: '018f4e7e-8a7a-7cc2-b2a5-0a5f0d1c2b3a',
  key: 'f0e2e7fc6ae2815a170da056e3de07ee',
  org: 'acme',
  'org:team': 'acme:core',
  'org | org:team': 'acme',
  package: 'hello',
  user: 'ann',
  word: 'hello',
};

/** What a command needs beside them, to come so far as to ask. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  'identity link': ['--password-stdin'],
  'identity unlink': ['--password-stdin'],
  login: ['--user', 'ann', '--password-stdin'],
  'org invite': ['acme'],
  'org join': ['--code-stdin'],
  'org list': ['acme'],
  'org ls': ['acme'],
  'second-factor confirm': ['--otp', '123456'],
  'second-factor disable': ['--password-stdin'],
  'second-factor enable': ['--password-stdin'],
  'token create': ['--password-stdin'],
  'trust github': ['--file', 'release.yml', '--repo', 'acme/hello'],
  'trust gitlab': ['--file', '.gitlab-ci.yml', '--project', 'acme/hello'],
  'trust revoke': ['hello', '--id', 'x'],
};

/** These are about more than one registry or about what is here, or ask as an admin, and are not held to this. */
const OTHERS = new Set([
  'cache ls',
  'cache rm',
  'cache stats',
  'cache verify',
  'doctor',
  'gc',
  'import registry',
  'import verdaccio',
  'logout',
  'mirror',
  'rebuild',
  'setup',
  'trust circleci',
  'trust npm',
]);

const ASKING = DECLARED.filter(
  ({ words, options }) => Object.hasOwn(options, 'registry') && !OTHERS.has(words),
);

const SECRET = 'pantry_of_nobody_1';

async function ask({ words, command }: Declared, url: string): Promise<Outcome> {
  const dir = folder();
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'package.json'), '{"name":"hello","version":"1.0.0"}');
  const given = (command.arguments ?? [])
    .filter(({ optional }) => !optional)
    .map(({ name }) => ARGUMENTS[name] ?? name);
  const line = [...words.split(' '), ...given, ...(MORE[words] ?? []), '--registry', url];
  return pantry(dir, line, { PANTRY_TOKEN: SECRET }, { input: 'a password\n' });
}

/** Ten at once, since each waits a few seconds before it gives up. */
async function askAll(url: string): Promise<Record<string, Outcome>> {
  const outcomes: Record<string, Outcome> = {};
  const waiting = [...ASKING];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      outcomes[next.words] = await ask(next, url);
    }
  };
  await Promise.all(Array.from({ length: 10 }, work));
  return outcomes;
}

test.each([
  ['nothing listens', async () => 'http://127.0.0.1:1', 4, /^pantry: .*could not be reached/m],
  [
    'the registry fails',
    async () => {
      const server = await answering((_, response) => {
        response.writeHead(503, { 'retry-after': '0.01' }).end('{"error":"not now"}');
      });
      return server.url;
    },
    4,
    /^pantry: .*not now/m,
  ],
  [
    'somebody else answers',
    async () => {
      const server = await answering((_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
      });
      return server.url;
    },
    1,
    /^pantry: .+/m,
  ],
])(
  'commands that ask a registry say it in a sentence where %s',
  async (...given) => {
    const [, start, code, sentence] = given;
    const outcomes = await askAll(await start());
    const wrong = Object.entries(outcomes).filter(
      ([, { code: got, stdout, stderr }]) =>
        got !== code || stdout !== '' || !sentence.test(stderr) || / {4}at |pantry_of/.test(stderr),
    );
    expect(Object.keys(outcomes)).toHaveLength(ASKING.length);
    expect(Object.fromEntries(wrong)).toEqual({});
  },
  240_000,
);
