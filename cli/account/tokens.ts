import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import { CommandError, UsageError } from '../command/failure.ts';
import type { CREATE_OPTIONS } from '../commands/account.ts';
import type { CLIENT_OPTIONS } from '../commands/common-options.ts';
import { keyIn, packageNamed } from '../organizing/names.ts';
import { openClient, type RegistryClient } from '../registry/client.ts';
import { checkEnvFile, saveToEnvFile } from '../registry/save-token.ts';
import { facts, table } from '../terminal/table.ts';
import { askPassword } from './password.ts';
import { limitsOf, mayOf, Token, TokenList } from './token.ts';

const TOKENS = '/-/npm/v1/tokens';

type ClientCall = Call<typeof CLIENT_OPTIONS>;

export async function list(call: ClientCall): Promise<ExitCode> {
  const tokens = await listTokens(await openClient(call, { login: true }));
  const rows = tokens.map((token) => [
    token.key,
    `${token.token}…`,
    token.name ?? '',
    mayOf(token),
    token.cidr_whitelist?.join(',') ?? '',
    token.expires ? `until ${token.expires.slice(0, 10)}` : '',
  ]);
  call.terminal.result(tokens, table(rows, call.terminal.columns));
  return 0;
}

const listTokens = async (client: RegistryClient): Promise<readonly Token[]> =>
  (await client.ask(TokenList, { path: TOKENS })).objects;

type CreateCall = Call<typeof CREATE_OPTIONS>;

/** The token is shown this one time; for a pipe there is nothing else on the standard output. */
export async function create(call: CreateCall): Promise<ExitCode> {
  const { values, terminal, cwd } = call;
  const wish = wishOf(call);
  if (values.save) await checkEnvFile(cwd);
  const client = await openClient(call, { login: true });
  const body = { ...wish, password: await askPassword(call) };
  const made = await client.ask(Token, { method: 'POST', path: TOKENS, body, once: true });
  if (values.save) {
    const file = await saveToEnvFile(cwd, made.token);
    const { token: _, ...others } = made;
    terminal.result({ ...others, saved: file }, `a token is in ${file} now\n`);
    return 0;
  }
  const told: readonly (readonly [string, string | undefined])[] = [
    ['name', made.name ?? undefined],
    ['key', made.key],
    ...limitsOf(made),
  ];
  terminal.note(
    `A token of ${client.registry.url}, which is not shown again:\n${facts(told).trimEnd()}`,
  );
  terminal.result(made, `${made.token}\n`);
  return 0;
}

function wishOf({ values }: CreateCall): object {
  const { name, permission, package: packages, scope, cidr, expires } = values;
  if (expires !== undefined && !/^[1-9]\d{0,3}$/.test(expires)) {
    throw new UsageError(`--expires is a number of days, not "${expires}"`);
  }
  return {
    name,
    packages_and_scopes_permission: permission === 'stage' ? 'read-write-stage-only' : permission,
    packages: packages?.map(packageNamed),
    scopes: scope,
    cidr_whitelist: cidr,
    expires: expires === undefined ? undefined : Number(expires),
    bypass_2fa: values['bypass-2fa'],
  };
}

/** All are found before the first one is revoked. */
export async function revoke(call: ClientCall): Promise<ExitCode> {
  call.args.forEach(keyIn);
  const client = await openClient(call, { login: true });
  const tokens = await listTokens(client);
  const keys = call.args.map((key) => findKey(tokens, key));
  for (const key of keys) {
    await client.ask(v.unknown(), { method: 'DELETE', path: `${TOKENS}/token/${key}` });
  }
  call.terminal.result({ revoked: keys }, keys.map((key) => `revoked ${key}\n`).join(''));
  return 0;
}

/** A key may be shortened as far as it is the only one; a token itself does not belong on a command line. */
function findKey(tokens: readonly Token[], text: string): string {
  const [found, ...others] = tokens.filter(({ key }) => text !== '' && key.startsWith(text));
  if (found && others.length === 0) return encodeURIComponent(found.key);
  throw new CommandError(
    found
      ? `several keys begin with "${text}": \`pantry token list\` shows them`
      : 'there is no token of yours with this key: `pantry token list` shows them',
  );
}
