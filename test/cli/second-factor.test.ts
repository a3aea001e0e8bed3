import { describe, expect, test } from 'vitest';

import { codeOf, enrolled, stepAt } from '../authenticator.ts';
import { PASSWORD, user } from '../client.ts';
import { hasTerminal } from '../clients/terminal.ts';
import { server } from '../target.ts';
import { CTRL_C, session } from './session.ts';

const registry = await server();
const { url } = registry;
const admin = await user(registry, 'admin');

/** A home of somebody who is logged in. */
async function loggedIn() {
  const alice = await user(registry, 'alice');
  return { alice, home: session(url, alice.token) };
}

describe('pantry second-factor', () => {
  test.runIf(hasTerminal)('is set up in a terminal: key, code, recovery codes', async () => {
    const { alice, home } = await loggedIn();
    const { code, text } = await home.onTerminal(
      ['second-factor', 'enable'],
      [
        [/Your password/, PASSWORD],
        [
          /or as a key: ([A-Z2-7]+)[^]*The code that it shows/,
          ([, key = '']) => codeOf(key, stepAt(registry)),
        ],
      ],
    );
    expect(code).toBe(0);
    expect(text).toContain('otpauth://totp/');
    expect(text.match(/^[\d -]{20,}$/gm)).toHaveLength(10);
    expect((await alice.get('/-/npm/v1/user')).body.tfa).toMatchObject({
      mode: 'auth-and-writes',
      pending: false,
    });
    const status = await home.run(['second-factor', 'status']);
    expect(status.stdout).toBe(
      `${alice.name} has a second factor, asked for to log in and to write; recovery codes left: 10\n`,
    );
  });

  test.runIf(hasTerminal)(
    'is not there after Ctrl-C at the code, and can be confirmed later',
    async () => {
      const { alice, home } = await loggedIn();
      const { code, text } = await home.onTerminal(
        ['second-factor', 'enable'],
        [
          [/Your password/, PASSWORD],
          [/The code that it shows/, CTRL_C],
        ],
      );
      expect(code).toBe(130);
      expect((await alice.get('/-/npm/v1/user')).body.tfa).toMatchObject({ pending: true });
      const [, key = ''] = /or as a key: ([A-Z2-7]+)/.exec(text) ?? [];
      const confirm = ['second-factor', 'confirm'];
      const answer = [
        /The code that your authenticator shows/,
        codeOf(key, stepAt(registry)),
      ] as const;
      expect((await home.onTerminal(confirm, [answer])).code).toBe(0);
      expect((await alice.get('/-/npm/v1/user')).body.tfa).toMatchObject({ pending: false });
    },
  );

  test('is set up by programs, changed, given new codes, and taken away', async () => {
    const { home } = await loggedIn();
    const run = async (...args: readonly string[]) =>
      home.run(['second-factor', ...args], PASSWORD);
    expect((await run('status')).stdout).toMatch(/has no second factor\n$/);
    const begun = await run('enable', '--mode', 'auth-only', '--password-stdin', '--json');
    const { secret } = JSON.parse(begun.stdout);
    expect((await run('status')).stdout).toContain('waits for its first code');
    expect((await run('confirm')).code).toBe(2);
    const step = stepAt(registry);
    expect((await run('confirm', '--otp', codeOf(secret, step - 5))).code).toBe(3);
    const confirmed = await run('confirm', '--otp', codeOf(secret, step), '--json');
    const { recoveryCodes } = JSON.parse(confirmed.stdout);
    expect(recoveryCodes).toHaveLength(10);
    const otp = (at: number): readonly string[] => ['--otp', recoveryCodes[at]];
    const changed = await run('enable', '--password-stdin', ...otp(0));
    expect(changed.stdout).toContain('asked for to log in and to write');
    expect((await run('codes')).stderr).toContain('--otp');
    const fresh = await run('codes', ...otp(1), '--json');
    const codes = JSON.parse(fresh.stdout).recoveryCodes;
    expect((await run('disable', '--password-stdin', ...otp(2))).code).toBe(3);
    expect((await run('disable', '--password-stdin', '--otp', codes[0])).code).toBe(0);
    expect(JSON.parse((await run('status', '--json')).stdout).secondFactor).toBe(null);
  });

  test('is taken away from who lost it by an admin alone', async () => {
    const { alice } = await enrolled(registry);
    const args = ['second-factor', 'disable', '--user', alice.name];
    const { home } = await loggedIn();
    expect((await home.run(args)).code).toBe(3);
    const { code, stdout } = await session(url, admin.token).run(args);
    expect([code, stdout]).toEqual([0, `${alice.name} has no second factor any more\n`]);
  });
});
