import { describe, expect, test } from 'vitest';

import { type Authenticator, codeOf, enrol, stepAt } from '../../authenticator.ts';
import { PASSWORD } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import { npm11, npm12, type Program } from '../clients.ts';
import { home, type Person, person } from '../home.ts';
import { startRegistry } from '../registry.ts';
import { hasTerminal } from '../terminal.ts';
import type { Answer } from '../typist.ts';

const registry = await startRegistry();

async function enrolled(client: Program) {
  const alice = await person(client, registry);
  return { alice, phone: await enrol(registry, alice.http) };
}

const profileOf = async ({ http }: Person): Promise<any> => (await http.get('/-/npm/v1/user')).body;

const enable = async (alice: Person, mode: string): Promise<string> => {
  const { text } = await alice.run(['profile', 'enable-2fa', mode], {
    terminal: true,
    answers: [
      [/password:/, PASSWORD],
      [
        /Or enter code: ([A-Z2-7]+)[^]*OTP code from your authenticator:/,
        ([, key = '']) => codeOf(key, stepAt(registry)),
      ],
    ],
  });
  return text;
};

const disable = async (alice: Person, code: string): Promise<string> => {
  const answers: readonly Answer[] = [
    [/password:/, PASSWORD],
    [/Enter OTP:/, code],
  ];
  const { text } = await alice.run(['profile', 'disable-2fa'], { terminal: true, answers });
  return text;
};

describe.runIf(hasTerminal).each([npm11, npm12])('a second factor of $name', (client) => {
  test('is enabled, shown, changed and disabled', async () => {
    const alice = await person(client, registry);
    const shown = await enable(alice, 'auth-only');
    const codes = shown.match(/(?:\d{5} ){4}\d{5}/g) ?? [];
    expect(shown).toContain('2FA successfully enabled.');
    expect(codes).toHaveLength(10);
    const { stdout } = await alice.run(['profile', 'get']);
    expect(stdout).toContain('two-factor auth: auth-only');
    expect(stdout).toContain('recovery_codes: 10 of 10 left');
    const changed = await alice.run(['profile', 'enable-2fa', 'auth-and-writes'], {
      terminal: true,
      answers: [
        [/password:/, PASSWORD],
        [/Enter OTP:/, codes[0] ?? ''],
      ],
    });
    expect(changed.text).toContain('Two factor authentication mode changed to: auth-and-writes');
    expect((await profileOf(alice)).tfa).toMatchObject({ mode: 'auth-and-writes' });
    expect(await disable(alice, codes[1] ?? '')).toContain('Two factor authentication disabled.');
    expect((await alice.run(['profile', 'get'])).stdout).toContain('two-factor auth: disabled');
  });

  test('that was begun and left is begun anew', async () => {
    const alice = await person(client, registry);
    const tfa = { mode: 'auth-only', password: PASSWORD };
    await alice.http.post('/-/npm/v1/user', { tfa });
    expect((await alice.run(['profile', 'get'])).stdout).toContain('two-factor auth: disabled');
    expect(await enable(alice, 'auth-only')).toContain('2FA successfully enabled.');
  });

  /** Commands that ask, and what they need. */
  async function commands(alice: Person, phone: Authenticator) {
    const name = uniqueName();
    const [first, second] = ['1.0.0', '1.1.0'];
    for (const version of [first, second]) {
      await alice.http
        .code(phone.recovery[version === first ? 8 : 9] ?? '')
        .publish({ name, version });
    }
    const bob = await person(client, registry, 'bob');
    return [
      ['dist-tag', 'add', `${name}@${first}`, 'old'],
      ['deprecate', `${name}@${first}`, 'old'],
      ['owner', 'add', bob.name, name],
      ['access', 'set', 'mfa=automation', name],
      // Two requests change something here as npm sees it: one code is enough for them.
      ['unpublish', `${name}@${second}`],
      ['unpublish', name, '--force'],
    ];
  }

  test('is asked for by every command that writes', async () => {
    const { alice, phone } = await enrolled(client);
    for (const [index, command] of (await commands(alice, phone)).entries()) {
      const answers: readonly Answer[] = [[/Enter OTP:/, phone.recovery[index] ?? '']];
      await alice.run(command, { terminal: true, answers });
    }
    expect((await profileOf(alice)).tfa).toMatchObject({ recovery_codes_left: 2 });
  });

  test('is asked for where a staged version is approved', async () => {
    const { alice, phone } = await enrolled(client);
    const name = uniqueName();
    const made = alice.project({ 'package.json': { name, version: '1.0.0' } });
    await alice.run(['stage', 'publish'], { in: made });
    const { body } = await alice.http.get('/-/stage');
    const answers: readonly Answer[] = [[/Enter OTP:/, phone.fresh()]];
    await alice.run(['stage', 'approve', body.items[0].id], { terminal: true, answers });
    expect((await alice.http.get(`/${name}`)).status).toBe(200);
  });

  test('is no matter for tokens that bypass it, which npm makes and lists', async () => {
    const { alice, phone } = await enrolled(client);
    const { text } = await alice.run(['token', 'create', '--name', 'ci', '--bypass-2fa'], {
      terminal: true,
      answers: [
        [/password:/, PASSWORD],
        [/Enter OTP:/, phone.fresh()],
      ],
    });
    const [, token = ''] = /Created token (\S+)/.exec(text) ?? [];
    const robot = home(client, registry, token);
    const name = uniqueName();
    const made = robot.project({ 'package.json': { name, version: '1.0.0' } });
    await robot.run(['publish'], { in: made });
    expect((await alice.http.get(`/${name}`)).status).toBe(200);
    const listed = JSON.parse((await alice.run(['token', 'list', '--json'])).stdout);
    expect(listed.map((each: any) => [each.name, each.bypass_2fa])).toEqual([
      ['login', false],
      ['ci', true],
    ]);
  });
});
