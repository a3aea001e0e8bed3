import { forbidden, notFound } from '#domain/errors.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import type { Identity } from '#domain/sso/identity.ts';
import { auditOf } from '#http/audit.ts';
import { confirmPerson } from '#http/confirm-person.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';
import { findIdentity, listIdentities } from '#store/sso/identities.ts';
import { unlinkIdentity } from '#store/sso/identity-writes.ts';
import { findUser } from '#store/users.ts';

interface Unlinking {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** A sign-in, and the password of who unlinks it. */
interface Unlinked {
  readonly id: string;
  readonly password: string | undefined;
}

/** Takes a sign-in from its account; `asked`: what has to hold besides. */
export async function unlinkSignIn(
  call: Unlinking,
  { id, password }: Unlinked,
  asked: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const { principal, services } = call;
  const identity = await linkedSignIn(call, id);
  await confirmPerson(call, password);
  if (identity.user === principal.name) await checkWayBackIn(identity, principal, services);
  await asked();
  await unlinkIdentity(services.table, identity, {
    ...auditOf(call, 'identity-unlink', { identity: identity.id, issuer: identity.issuer }),
    at: services.now().toISOString(),
    subject: `user:${identity.user}`,
  });
}

/** A sign-in that whoever asks may unlink: their own, or anybody's where they are an admin. */
export async function linkedSignIn(
  { principal, services }: Pick<Unlinking, 'principal' | 'services'>,
  id: string,
): Promise<Identity> {
  const identity = /^[\da-f]{64}$/.test(id) ? await findIdentity(services.table, id) : undefined;
  if (!identity || !(identity.user === principal.name || principal.admin)) {
    throw notFound('a sign-in of that id');
  }
  return identity;
}

/** Who has nothing else to log in with would be shut out when their token ends. */
async function checkWayBackIn(
  { id }: Identity,
  { name }: UserPrincipal,
  { table, policy }: Services,
): Promise<void> {
  const user = await findUser(table, name);
  if (user?.passwordHash !== undefined && policy.passwordLogin) return;
  const others = (await listIdentities(table, name)).filter((each) => each.id !== id);
  if (others.length > 0) return;
  throw forbidden('this is all that you log in with: link another sign-in first, or ask an admin');
}
