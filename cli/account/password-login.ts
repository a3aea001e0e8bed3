import * as v from 'valibot';

import { CommandError, UsageError } from '../command/failure.ts';
import { clientOf } from '../registry/client.ts';
import type { FoundRegistry } from '../registry/find-registry.ts';
import { readInput } from '../terminal/read-input.ts';
import type { Questions, Terminal } from '../terminal/terminal.ts';
import type { LoginCall } from './login.ts';

/** How often somebody may type a password that is to be the same. */
const TIMES = 3;

const Issued = v.object({ token: v.string() });

/** Logs in, or makes an account where somebody says that this is wanted: nobody signs up by a typing error. */
export async function logInByPassword(call: LoginCall, registry: FoundRegistry): Promise<string> {
  const { values, terminal } = call;
  const { questions } = terminal;
  const name = values.user ?? (await needed(questions).text('Name'));
  const password = values['password-stdin']
    ? await readInput('--password-stdin')
    : await needed(questions).secret('Password');
  const client = clientOf(call, registry, undefined);
  const send = async (signUp: boolean, secret = password): Promise<string> => {
    const { email } = values;
    const id = `org.couchdb.user:${name}`;
    const user = { _id: id, name, password: secret, type: 'user' };
    const body = { ...user, ...(email && { email }), signUp };
    const path = `/-/user/${encodeURIComponent(id)}`;
    return (await client.ask(Issued, { method: 'PUT', path, body, once: true })).token;
  };
  if (values['sign-up']) return send(true);
  try {
    return await send(false);
  } catch (error) {
    if (!(error instanceof CommandError) || error.code !== 'not_found') throw error;
    const newcomer = { name, password, url: registry.url };
    return send(true, await agreeToSignUp(terminal, newcomer));
  }
}

function needed(questions: Questions | undefined): Questions {
  if (questions) return questions;
  throw new UsageError(
    'nobody can be asked here: pass --user and --password-stdin, or --token-stdin',
  );
}

interface Newcomer {
  readonly name: string;
  readonly password: string;
  readonly url: string;
}

/** The password that was typed twice. */
async function agreeToSignUp(
  { questions, note }: Pick<Terminal, 'questions' | 'note'>,
  { name, password, url }: Newcomer,
): Promise<string> {
  const nobody = `there is no user "${name}" at ${url}`;
  if (!questions) throw new CommandError(`${nobody}: add --sign-up to make an account`);
  if (!(await questions.confirm(`${nobody}. Sign up?`))) {
    throw new CommandError('nobody was signed up', { exitCode: 3 });
  }
  for (let chosen = password, time = 1; ; time += 1) {
    if ((await questions.secret('The password again')) === chosen) return chosen;
    if (time === TIMES) throw new CommandError('these are two passwords: nobody was signed up');
    note('These are two passwords: type both anew');
    chosen = await questions.secret('Password');
  }
}
