import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import type { CLIENT_OPTIONS } from '../commands/common-options.ts';
import { openClient, type RegistryClient } from '../registry/client.ts';
import { facts } from '../terminal/table.ts';
import { limitsOf, type Token, TokenList } from './token.ts';

const Whoami = v.object({ username: v.string() });

/** The name alone goes to the standard output, for scripts. */
export async function main(call: Call<typeof CLIENT_OPTIONS>): Promise<ExitCode> {
  const client = await openClient(call, { login: true });
  const { registry, credential } = client;
  const [{ username }, token] = await Promise.all([
    client.ask(Whoami, { path: '/-/whoami' }),
    findToken(client),
  ]);
  const from = credential?.from ?? '';
  call.terminal.note(
    facts([
      ['registry', `${registry.url} (${registry.from})`],
      ['credential', from],
      ...(token ? limitsOf(token) : []),
    ]).trimEnd(),
  );
  call.terminal.result(
    {
      user: username,
      registry: registry.url,
      registryFrom: registry.from,
      credentialFrom: from,
      token: token ?? null,
    },
    `${username}\n`,
  );
  return 0;
}

/** The token that is asked with, by its beginning; undefined where lists do not tell, and for a password. */
async function findToken(client: RegistryClient): Promise<Token | undefined> {
  const [kind, text = ''] = client.credential?.authorization.split(' ') ?? [];
  if (kind !== 'Bearer') return undefined;
  const list = await client.ask(TokenList, { path: '/-/npm/v1/tokens' }).catch(() => undefined);
  const alike = list?.objects.filter(({ token }) => token !== '' && text.startsWith(token)) ?? [];
  return alike.length === 1 ? alike[0] : undefined;
}
