import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import { CommandError } from '../command/failure.ts';
import type { LOGOUT_OPTIONS } from '../commands/account.ts';
import { clientOf } from '../registry/client.ts';
import { changeCredentialFile, readCredentialFile } from '../registry/credential-file.ts';
import { findRegistry } from '../registry/find-registry.ts';

/** The token is forgotten here even where the registry can't be told. */
export async function main(call: Call<typeof LOGOUT_OPTIONS>): Promise<ExitCode> {
  const { env, terminal } = call;
  const registry = await findRegistry(call);
  const { url } = registry;
  const kept = (await readCredentialFile(env)).registries[url];
  if (!kept) throw new CommandError(`there is no login at ${url}: nothing to forget`);
  const credential = { authorization: `Bearer ${kept.token}`, from: '`pantry login`' };
  const path = `/-/user/token/${encodeURIComponent(kept.token)}`;
  const revoked = await clientOf(call, registry, credential)
    .ask(v.unknown(), { method: 'DELETE', path })
    .then(
      () => true,
      (error: unknown) => {
        terminal.warn(`the token is not revoked there: ${String(error)}`);
        return false;
      },
    );
  await changeCredentialFile(env, ({ current, registries }) => ({
    ...(current !== url && current !== undefined && { current }),
    registries: Object.fromEntries(Object.entries(registries).filter(([each]) => each !== url)),
  }));
  terminal.result({ registry: url, revoked }, `logged out of ${url}\n`);
  return revoked ? 0 : 1;
}
