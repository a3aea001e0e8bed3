import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import { CommandError } from '../command/failure.ts';
import type { LOGOUT_OPTIONS } from '../commands/account.ts';
import { clientOf } from '../registry/client.ts';
import { changeCredentialFile, readCredentialFile } from '../registry/credential-file.ts';
import { findRegistry, type FoundRegistry } from '../registry/find-registry.ts';
import { forgetInNpmConfig } from '../registry/npmrc.ts';

type LogoutCall = Call<typeof LOGOUT_OPTIONS>;

/** A token is forgotten here even where the registry can't be told. */
export async function main(call: LogoutCall): Promise<ExitCode> {
  const { env, terminal } = call;
  const { registries } = await readCredentialFile(env);
  const places = await placesOf(call, Object.keys(registries));
  const done = [];
  for (const registry of places) {
    const { url } = registry;
    const token = registries[url]?.token ?? '';
    const revoked = await revoke(call, registry, token);
    await forget(call, url, token);
    done.push({ registry: url, revoked });
  }
  if (env['PANTRY_TOKEN']) terminal.warn('PANTRY_TOKEN is set still, and counts before any login');
  const text = done.map(({ registry }) => `logged out of ${registry}\n`).join('');
  terminal.result(call.values.all ? done : done[0], text);
  return done.every(({ revoked }) => revoked) ? 0 : 1;
}

async function placesOf(
  call: LogoutCall,
  known: readonly string[],
): Promise<readonly FoundRegistry[]> {
  if (call.values.all) {
    return known.map((url) => ({ url, from: '`pantry login`', ofProject: false }));
  }
  const registry = await findRegistry(call);
  if (known.includes(registry.url)) return [registry];
  throw new CommandError(`there is no login at ${registry.url}: nothing to forget`);
}

async function revoke(call: LogoutCall, registry: FoundRegistry, token: string): Promise<boolean> {
  const credential = { authorization: `Bearer ${token}`, from: '`pantry login`' };
  const path = `/-/user/token/${encodeURIComponent(token)}`;
  try {
    await clientOf(call, registry, credential).ask(v.unknown(), { method: 'DELETE', path });
    return true;
  } catch (error) {
    // It counts there no more.
    if (error instanceof CommandError && error.code === 'unauthenticated') return true;
    const reason = error instanceof Error ? error.message : String(error);
    call.terminal.warn(`the token is not revoked at ${registry.url}: ${reason}`);
    return false;
  }
}

/** Unless somebody has logged in anew meanwhile. */
async function forget({ env, cwd }: LogoutCall, url: string, token: string): Promise<void> {
  await changeCredentialFile(env, (file) => {
    if (file.registries[url]?.token !== token) return file;
    const { [url]: _, ...registries } = file.registries;
    return { ...(file.current !== url && { current: file.current }), registries };
  });
  await forgetInNpmConfig(cwd, env, { url, token });
}
