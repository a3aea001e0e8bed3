import { describe, expect, test } from 'vitest';

import { enrol } from '../authenticator.ts';
import { PASSWORD } from '../client.ts';
import { uniqueName } from '../packages.ts';
import {
  bun,
  isHere,
  npm11,
  npm12,
  pnpm10,
  pnpm11,
  pnpm12,
  type Program,
  yarn1,
  yarn4,
} from './clients.ts';
import { home, type Person, person } from './home.ts';
import { startRegistry } from './registry.ts';
import { hasTerminal } from './terminal.ts';
import type { Answer } from './typist.ts';

const registry = await startRegistry();
const SENTENCE = 'This needs a one-time pass: enter the code that your authenticator shows';

/** A client, and what it shows of a challenge. */
interface Asking {
  readonly client: Program;
  readonly publish: readonly string[];
  /** What it asks with on a terminal. */
  readonly question: RegExp;
  /** What it says where there is none. */
  readonly alone: string;
  readonly login?: readonly string[];
}

const npm = { publish: ['publish'], question: /Enter OTP:/, alone: 'npm error code EOTP' };
const git = ['--no-git-checks'];
const login = ['login'];

const CLIENTS: readonly Asking[] = [
  { ...npm, client: npm11, login },
  { ...npm, client: npm12, login },
  // It leaves both to npm.
  { ...npm, client: pnpm10, login, publish: ['publish', ...git] },
  {
    client: pnpm11,
    publish: ['publish', ...git],
    question: /Enter OTP:/,
    alone: 'ERR_PNPM_OTP_NON_INTERACTIVE',
    login,
  },
  {
    client: pnpm12,
    publish: ['publish', ...git],
    question: /Enter OTP:/,
    alone: 'ERR_PNPM_OTP_NON_INTERACTIVE',
    login,
  },
  {
    client: yarn1,
    publish: ['publish', '--new-version', '1.0.0'],
    question: /npm one-time password:/,
    alone: SENTENCE,
  },
  {
    client: yarn4,
    publish: ['npm', 'publish'],
    question: /One-time password:/,
    alone: SENTENCE,
    login: ['npm', 'login'],
  },
  { client: bun, publish: ['publish'], question: /Enter OTP:/, alone: SENTENCE },
];

async function enrolled(client: Program, mode?: string) {
  const alice = await person(client, registry);
  return { alice, phone: await enrol(registry, alice.http, mode) };
}

/** A project that yarn 4 takes for one too. */
async function project(somebody: Person, client: Program, name: string): Promise<{ in: string }> {
  const made = somebody.project({
    'package.json': { name, version: '1.0.0', license: 'MIT' },
    'yarn.lock': '',
  });
  if (client === yarn4) await somebody.run(['install'], { in: made });
  return { in: made };
}

const isPublished = async (name: string): Promise<boolean> =>
  (await registry.admin.get(`/${name}`)).status === 200;

const profileOf = async ({ http }: Person): Promise<any> => (await http.get('/-/npm/v1/user')).body;

describe.each(CLIENTS.filter(({ client }) => isHere(client)))(
  'a second factor with $client.name',
  ({ client, publish, question, alone, login: loginArgs }) => {
    test.runIf(hasTerminal)('publish asks for the code on a terminal, and goes on', async () => {
      const { alice, phone } = await enrolled(client);
      const name = uniqueName();
      const answers: readonly Answer[] = [[question, phone.fresh()]];
      await alice.run(publish, {
        ...(await project(alice, client, name)),
        terminal: true,
        answers,
      });
      expect(await isPublished(name)).toBe(true);
      const puts = (await registry.requests()).filter((line) => line.startsWith(`PUT /${name} `));
      expect(puts).toEqual([`PUT /${name} 401`, `PUT /${name} 201`]);
    });

    test('publish fails without a terminal and without a code, and takes one by --otp', async () => {
      const { alice, phone } = await enrolled(client);
      const name = uniqueName();
      const where = await project(alice, client, name);
      const without = client === yarn1 ? [...publish, '--non-interactive'] : publish;
      expect(await alice.fails(without, where)).toContain(alone);
      expect(await isPublished(name)).toBe(false);
      await alice.run([...without, '--otp', phone.fresh()], where);
      expect(await isPublished(name)).toBe(true);
    });

    test.runIf(hasTerminal && loginArgs)('login asks for password and code', async () => {
      const { alice, phone } = await enrolled(client, 'auth-only');
      const elsewhere = home(client, registry);
      await elsewhere.run(loginArgs ?? [], {
        terminal: true,
        answers: [
          [/Username:/, alice.name],
          [/Password:/, PASSWORD],
          ...(client === pnpm11 || client === pnpm12
            ? [[/Email/, `${alice.name}@example.com`] as const]
            : []),
          // With a recovery code, as after the loss of the authenticator; not every prompt takes spaces.
          [question, phone.recovery[0]?.replaceAll(' ', '') ?? ''],
        ],
      });
      const whoami = client === yarn4 ? ['npm', 'whoami'] : ['whoami'];
      expect((await elsewhere.run(whoami)).stdout).toContain(alice.name);
      expect((await profileOf(alice)).tfa).toMatchObject({ recovery_codes_left: 9 });
    });
  },
);

const answersOf = (code: string): readonly Answer[] => [
  [/npm password:/, PASSWORD],
  [/npm one-time password:/, code],
];

describe.runIf(hasTerminal)('a second factor for yarn 1 without a token', () => {
  test('logs in with a code and publishes; with one for writes it needs a token', async () => {
    for (const mode of ['auth-only', 'auth-and-writes']) {
      const { alice, phone } = await enrolled(yarn1, mode);
      const elsewhere = home(yarn1, registry);
      await elsewhere.run(['login'], {
        terminal: true,
        answers: [
          [/npm username:/, alice.name],
          [/npm email:/, `${alice.name}@example.com`],
        ],
      });
      const name = uniqueName();
      const made = elsewhere.project({ 'package.json': { name, version: '1.0.0' } });
      const options = { in: made, terminal: true, answers: answersOf(phone.fresh()) };
      const command = ['publish', '--new-version', '1.0.0'];
      if (mode === 'auth-only') await elsewhere.run(command, options);
      // It sends the code of its login again, which is used.
      else await elsewhere.fails(command, options);
      expect(await isPublished(name)).toBe(mode === 'auth-only');
    }
  });
});
