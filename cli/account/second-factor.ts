import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import { UsageError } from '../command/failure.ts';
import type { ENABLE_OPTIONS, REMOVE_OPTIONS } from '../commands/account.ts';
import type { CLIENT_OPTIONS } from '../commands/common-options.ts';
import { userNamed } from '../organizing/names.ts';
import { openClient, type RegistryClient } from '../registry/client.ts';
import { askPassword } from './password.ts';

const PROFILE = '/-/npm/v1/user';

const Factor = v.object({
  mode: v.string(),
  pending: v.optional(v.boolean()),
  enrolled: v.optional(v.string()),
  recovery_codes_left: v.optional(v.number()),
});
const Profile = v.object({ name: v.string(), tfa: v.nullish(Factor) });
/** A URL for an authenticator where one begins, else what there is now. */
const Begun = v.object({ tfa: v.union([v.pipe(v.string(), v.startsWith('otpauth:')), Factor]) });
const Confirmed = v.object({ tfa: v.array(v.string()) });

type ClientCall = Call<typeof CLIENT_OPTIONS>;

export async function status(call: ClientCall): Promise<ExitCode> {
  const client = await openClient(call, { login: true });
  const { name, tfa } = await client.ask(Profile, { path: PROFILE });
  call.terminal.result(
    { user: name, secondFactor: tfa ?? null },
    `${name} has ${tfa ? described(tfa) : 'no second factor'}\n`,
  );
  return 0;
}

function described({
  mode,
  pending,
  recovery_codes_left: left,
}: v.InferOutput<typeof Factor>): string {
  if (pending)
    return 'a second factor that waits for its first code: `pantry second-factor confirm`';
  const when = mode === 'auth-only' ? 'to log in and for the account' : 'to log in and to write';
  return `a second factor, asked for ${when}; recovery codes left: ${left ?? 'unknown'}`;
}

export async function enable(call: Call<typeof ENABLE_OPTIONS>): Promise<ExitCode> {
  const client = await openClient(call, { login: true });
  const { terminal, values } = call;
  const body = { tfa: { mode: values.mode, password: await askPassword(call) } };
  const { tfa } = await client.ask(Begun, { method: 'POST', path: PROFILE, body, once: true });
  if (typeof tfa !== 'string') {
    terminal.result({ secondFactor: tfa }, `this is ${described(tfa)}\n`);
    return 0;
  }
  const secret = new URL(tfa).searchParams.get('secret') ?? '';
  const { questions } = terminal;
  if (questions) {
    terminal.note(`Give this to your authenticator, as a URL:\n${tfa}\nor as a key: ${secret}`);
    return showCodes(call, await sendCode(client, await questions.text('The code that it shows')));
  }
  terminal.result(
    { otpauth: tfa, secret },
    `${tfa}\nIt counts once a code of it comes: pantry second-factor confirm --otp …\n`,
  );
  return 0;
}

export async function confirm(call: ClientCall): Promise<ExitCode> {
  const { terminal, values } = call;
  const code =
    values.otp ?? (await terminal.questions?.text('The code that your authenticator shows'));
  if (code === undefined) throw new UsageError('say the code that your authenticator shows: --otp');
  const client = await openClient(
    { ...call, values: { ...values, otp: undefined } },
    { login: true },
  );
  return showCodes(call, await sendCode(client, code));
}

async function sendCode(client: RegistryClient, code: string): Promise<readonly string[]> {
  const body = { tfa: [code] };
  const asked = { method: 'POST', path: PROFILE, body, once: true } as const;
  return (await client.ask(Confirmed, asked)).tfa;
}

function showCodes({ terminal }: Pick<Call, 'terminal'>, recovery: readonly string[]): ExitCode {
  terminal.note(
    'Recovery codes, each good once where the authenticator is lost. Keep them: they are not shown again.',
  );
  terminal.result({ recoveryCodes: recovery }, `${recovery.join('\n')}\n`);
  return 0;
}

export async function disable(call: Call<typeof REMOVE_OPTIONS>): Promise<ExitCode> {
  const user = call.values.user === undefined ? undefined : userNamed(call.values.user);
  const client = await openClient(call, { login: true });
  if (user === undefined) {
    const body = { tfa: { mode: 'disable', password: await askPassword(call) } };
    await client.ask(v.unknown(), { method: 'POST', path: PROFILE, body, once: true });
  } else {
    const path = `/-/v1/users/${encodeURIComponent(user)}/second-factor`;
    await client.ask(v.unknown(), { method: 'DELETE', path, once: true });
  }
  const whose = user === undefined ? 'your account' : user;
  call.terminal.result({ user, secondFactor: null }, `${whose} has no second factor any more\n`);
  return 0;
}

const Codes = v.object({ recovery_codes: v.array(v.string()) });

export async function codes(call: ClientCall): Promise<ExitCode> {
  const client = await openClient(call, { login: true });
  const path = '/-/v1/user/second-factor/recovery-codes';
  const made = await client.ask(Codes, { method: 'POST', path, once: true });
  return showCodes(call, made.recovery_codes);
}
