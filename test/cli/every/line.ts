import type { Declared } from '../declared.ts';

/** What stands for each argument. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  account: 'github:1234567',
  id: '018f4e7e-8a7a-7cc2-b2a5-0a5f0d1c2b3a',
  key: 'f0e2e7fc6ae2815a170da056e3de07ee',
  'lockfile | package': 'package-lock.json',
  org: 'acme',
  'org:team': 'acme:core',
  'org | org:team': 'acme',
  package: 'hello',
  place: 'backups',
  shell: 'bash',
  storage: 'storage',
  user: 'ann',
  word: 'hello',
};

interface More {
  /** What it needs beside its arguments, to come so far as to ask. */
  readonly more?: readonly string[];
  /** The same, for what is read from its standard input. */
  readonly reads?: readonly string[];
}

const PASSWORD = { reads: ['--password-stdin'] };
const UUID = '018f4e7e-8a7a-4cc2-b2a5-0a5f0d1c2b3a';
const IDS = ['--org-id', UUID, '--project-id', UUID, '--pipeline-definition-id', UUID];

const MORE: Readonly<Record<string, More>> = {
  'identity link': PASSWORD,
  'identity unlink': PASSWORD,
  'import registry': { more: ['hello'] },
  login: { reads: ['--user', 'ann', '--password-stdin'] },
  'org invite': { more: ['acme'] },
  'org join': { reads: ['--code-stdin'] },
  'org list': { more: ['acme'] },
  'org ls': { more: ['acme'] },
  publish: { more: ['--no-wait'] },
  'second-factor confirm': { reads: ['--otp', '123456'] },
  'second-factor disable': PASSWORD,
  'second-factor enable': PASSWORD,
  setup: { more: ['--scope', '@acme'], reads: ['--yes'] },
  'token create': PASSWORD,
  'trust circleci': { more: [...IDS, '--vcs-origin', 'github.com/acme/hello'] },
  'trust github': { more: ['--file', 'release.yml', '--repo', 'acme/hello'] },
  'trust gitlab': { more: ['--file', '.gitlab-ci.yml', '--project', 'acme/hello'] },
  'trust npm': { more: ['--file', 'release.yml', '--repo', 'acme/hello'] },
  'trust revoke': { more: ['hello', '--id', 'x'] },
};

/** For the standard input of those that read something there: a password, or a code. */
export const INPUT = 'correct horse\n';

interface Asked {
  /** The registry that it asks, where it asks one. */
  readonly url: string;
  /** The one that it reads besides. */
  readonly source?: string;
  /** Whether questions are left for somebody to answer. */
  readonly bare?: boolean;
}

/** A command line that comes so far as to ask. */
export function lineOf(
  { words, command, options }: Declared,
  { url, source = url, bare = false }: Asked,
): readonly string[] {
  const { more = [], reads = [] } = MORE[words] ?? {};
  const given = (command.arguments ?? [])
    .filter(({ optional }) => !optional)
    .map(({ name }) => (name === 'url' ? source : (ARGUMENTS[name] ?? name)));
  const registry = Object.hasOwn(options, 'registry') ? ['--registry', url] : [];
  return [...words.split(' '), ...given, ...more, ...(bare ? [] : reads), ...registry];
}
