import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import { CommandError, UsageError } from '../command/failure.ts';
import type { LOGIN_OPTIONS } from '../commands/account.ts';
import { clientOf } from '../registry/client.ts';
import { changeCredentialFile, credentialPath } from '../registry/credential-file.ts';
import { checkRegistry } from '../registry/credentials.ts';
import { type FoundRegistry, seekRegistry } from '../registry/find-registry.ts';
import { saveToNpmConfig } from '../registry/npmrc.ts';
import { checkEnvFile, saveToEnvFile } from '../registry/save-token.ts';
import { readInput } from '../terminal/read-input.ts';
import { logInByPassword } from './password-login.ts';
import { logInByWeb } from './web-login.ts';

export type LoginCall = Call<typeof LOGIN_OPTIONS>;

export async function main(call: LoginCall): Promise<ExitCode> {
  const { values, cwd, terminal } = call;
  if (values['password-stdin'] && values['token-stdin']) {
    throw new UsageError('the standard input is one thing: --password-stdin or --token-stdin');
  }
  const registry = await registryFor(call);
  // Before anything is made that could not be kept.
  if (values.save) await checkEnvFile(cwd);
  const { user, saved } = await logIn(call, registry);
  terminal.result(
    { registry: registry.url, user, saved },
    `logged in to ${registry.url} as ${user}\n`,
  );
  return 0;
}

interface LoggedIn extends Login {
  /** The files that hold the token now. */
  readonly saved: readonly string[];
}

/** Asks for what the registry wants of who logs in, and keeps the token. */
export async function logIn(call: LoginCall, registry: FoundRegistry): Promise<LoggedIn> {
  if (isInTheOpen(registry.url)) {
    call.terminal.warn(`${registry.url} is asked without encryption: others can read what is sent`);
  }
  const token = await tokenFrom(call, registry);
  const user = await ownerOf(call, registry, token);
  return { token, user, saved: await save(call, registry, { token, user }) };
}

/** A password is not sent to whom a stranger's .npmrc names, unless whoever types it sees the name. */
async function registryFor(call: LoginCall): Promise<FoundRegistry> {
  const { terminal } = call;
  const { questions } = terminal;
  const found = await seekRegistry(call);
  if (!found) {
    if (!questions) throw new UsageError('say where to log in: --registry https://…');
    const url = checkRegistry(await questions.text('Which registry?', 'http://localhost:4873'));
    return { url, from: 'you', ofProject: false };
  }
  if (found.ofProject && !questions) {
    throw new UsageError(
      `a file of this project says where to log in: if it is right, say so yourself with --registry ${found.url}`,
    );
  }
  terminal.note(`Logging in to ${found.url}, as ${found.from} says`);
  return found;
}

function isInTheOpen(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  const here = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  return protocol === 'http:' && !here;
}

/** What a token is made of in headers and in a .env. */
const TOKEN = /^[\w.~+/=-]+$/;

async function tokenFrom(call: LoginCall, registry: FoundRegistry): Promise<string> {
  const { values } = call;
  if (values['token-stdin']) {
    const token = await readInput('--token-stdin');
    if (TOKEN.test(token)) return token;
    throw new UsageError('what --token-stdin reads is no token');
  }
  const byName = values.user !== undefined || values['password-stdin'] || values['sign-up'];
  const token = byName ? undefined : await logInByWeb(call, registry);
  return token ?? logInByPassword(call, registry);
}

const Whoami = v.object({ username: v.string() });

/** Whom the registry takes the bearer for, which shows that the token is good. */
async function ownerOf(call: LoginCall, registry: FoundRegistry, token: string): Promise<string> {
  if (!TOKEN.test(token)) throw new CommandError(`${registry.url} gave a token that is none`);
  const credential = { authorization: `Bearer ${token}`, from: 'this login' };
  const client = clientOf(call, registry, credential);
  return (await client.ask(Whoami, { path: '/-/whoami' })).username;
}

interface Login {
  readonly token: string;
  readonly user: string;
}

/** The files that hold it now. */
async function save(
  { values, env, cwd }: LoginCall,
  { url }: FoundRegistry,
  { token, user }: Login,
): Promise<readonly string[]> {
  await changeCredentialFile(env, ({ registries }) => ({
    current: url,
    registries: { ...registries, [url]: { token, user } },
  }));
  return [
    credentialPath(env),
    ...(values.save ? [await saveToEnvFile(cwd, token)] : []),
    ...(values.npmrc ? [await saveToNpmConfig(cwd, env, { url, token })] : []),
  ];
}
