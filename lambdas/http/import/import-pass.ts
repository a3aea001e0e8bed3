import { IMPORT_PASS } from '#domain/import/import-batch.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import type { Request } from '#http/request.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import type { Services } from '#store/services.ts';

/** Milliseconds for which a pass is good: an import of a large registry takes hours. */
const LIFETIME = 12 * 3_600_000;

type Asked = Parameters<typeof requireSecondFactor>[1];

/**
 * Asks for a second factor as every write does. But a code is good for one request, and an import has thousands: with the
 * code comes a pass that stands for it in what follows, for the same user with the same token. Gives the answer's headers.
 */
export async function requireForImport(asked: Asked): Promise<Readonly<Record<string, string>>> {
  const { principal, request, services } = asked;
  if (principal.kind !== 'user') {
    await requireSecondFactor('writes', asked);
    return {};
  }
  const of = { principal, request, services };
  const given = await requireSecondFactor('writes', {
    ...asked,
    insteadOfCode: async () => bringsPass(of),
  });
  return given === 'code' ? { [IMPORT_PASS]: await passOf(of) } : {};
}

interface Bearer {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** Neither a user nor what is sealed for one has a name like this. */
const bearerOf = ({ name, credential }: UserPrincipal): string =>
  `an import by ${name} with ${credential.kind === 'token' ? credential.key : 'the password'}`;

async function passOf({ principal, services: { now, sealer } }: Bearer): Promise<string> {
  const until = new Date(now().getTime() + LIFETIME).toISOString();
  return sealer.seal(Buffer.from(until), bearerOf(principal));
}

async function bringsPass({ principal, request, services }: Bearer): Promise<boolean> {
  const pass = request.headers[IMPORT_PASS];
  if (pass === undefined) return false;
  const until = await services.sealer.unseal(pass, bearerOf(principal)).catch(() => undefined);
  return (
    until !== undefined && Date.parse(Buffer.from(until).toString()) > services.now().getTime()
  );
}
