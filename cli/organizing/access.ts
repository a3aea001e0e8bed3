import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import type { ACCESS_OPTIONS } from '../commands/ownership.ts';
import { openClient } from '../registry/client.ts';
import { escaped, packageNamed } from './names.ts';

const Access = v.object({
  access: v.nullable(v.string()),
  publish_requires_tfa: v.optional(v.boolean(), false),
  automation_token_overrides_tfa: v.optional(v.boolean(), false),
});

export async function main(call: Call<typeof ACCESS_OPTIONS>): Promise<ExitCode> {
  const { status, mfa } = call.values;
  const name = packageNamed(call.args[0] ?? '');
  const changes = status !== undefined || mfa !== undefined;
  const client = await openClient(call, { name, login: changes });
  const path = `/-/package/${escaped(name)}/access`;
  if (changes) {
    const body = {
      access: status === 'private' ? 'restricted' : status,
      publish_requires_tfa: mfa === undefined ? undefined : mfa !== 'none',
      automation_token_overrides_tfa: mfa === undefined ? undefined : mfa === 'automation',
    };
    await client.ask(v.unknown(), { method: 'POST', path, body });
  }
  const now = await client.ask(Access, { path });
  const shown = { package: name, status: statusOf(now), mfa: mfaOf(now) };
  const factor = shown.mfa === 'none' ? '' : `; writes need a second factor (${shown.mfa})`;
  call.terminal.result(shown, `${name} is ${shown.status}${factor}\n`);
  return 0;
}

type Access = v.InferOutput<typeof Access>;

const statusOf = ({ access }: Access): string => (access === 'restricted' ? 'private' : 'public');

function mfaOf({
  publish_requires_tfa: asks,
  automation_token_overrides_tfa: lets,
}: Access): string {
  if (!asks) return 'none';
  return lets ? 'automation' : 'publish';
}
