import { randomUUID } from 'node:crypto';

import { unavailable } from '#domain/errors.ts';
import { isAdmin, refusalOf } from '#domain/sso/admission.ts';
import type { Claims } from '#domain/sso/claims.ts';
import { type Identity, identityId } from '#domain/sso/identity.ts';
import type { User, UserName } from '#domain/user.ts';
import { listAtLogin } from '#http/list-at-login.ts';
import type { AuditEvent } from '#store/audit.ts';
import type { Services } from '#store/services.ts';
import { findIdentity } from '#store/sso/identities.ts';
import { linkIdentity, noteAdminClaim, saveAdminClaim } from '#store/sso/identity-writes.ts';
import type { SignInProvider } from '#store/sso/sign-in-provider.ts';
import { findUser } from '#store/users.ts';

import { signUpByProvider } from './sign-up-by-provider.ts';

/** Who came back from the provider, and how. */
export interface Arrival {
  readonly claims: Claims;
  readonly provider: SignInProvider;
  /** Where the browser is. */
  readonly address: string;
  /** SHA-256 of an invitation's code, if one was entered. */
  readonly inviteHash?: string | undefined;
}

/** Who that is here, or why nobody, in a sentence for the person. */
export type Arrived = { readonly user: UserName } | { readonly refusal: string };

/**
 * Whose account a sign-in is: by issuer and subject alone. Somebody new gets an account as far as the
 * configuration lets them.
 */
export async function signIn(arrival: Arrival, services: Services): Promise<Arrived> {
  const { claims, provider } = arrival;
  const refusal = refusalOf(claims, provider.settings);
  if (refusal !== undefined) return { refusal };
  const identity = await findIdentity(services.table, identityId(claims));
  if (!identity) return signUpByProvider(arrival, services);
  const user = await findUser(services.table, identity.user);
  if (!user) return { refusal: `the account ${identity.user} does not exist any more` };
  await followAdminClaim(user, arrival, services);
  await listAtLogin(user.name, services);
  return { user: user.name };
}

/** Makes a sign-in that of an account that asked for it. */
export async function linkSignIn(
  arrival: Arrival,
  user: UserName,
  services: Services,
): Promise<Arrived> {
  const { claims, provider } = arrival;
  const refusal = refusalOf(claims, provider.settings);
  if (refusal !== undefined) return { refusal };
  const id = identityId(claims);
  const at = services.now().toISOString();
  const identity: Identity = { id, issuer: claims.iss, subject: claims.sub, user, createdAt: at };
  const detail = { identity: id, issuer: claims.iss };
  const audit = auditOfArrival(arrival, user, { action: 'identity-link', at, detail }, services);
  if (await linkIdentity(services.table, identity, audit)) return { user };
  const known = await findIdentity(services.table, id);
  if (!known) throw unavailable('the sign-in could not be linked: try again');
  if (known.user === user) return { user };
  return {
    refusal: `this sign-in at ${provider.settings.name} is another account’s: unlink it there first`,
  };
}

async function followAdminClaim(user: User, arrival: Arrival, services: Services): Promise<void> {
  const claimed = isAdmin(arrival.claims, arrival.provider.settings);
  const gained = claimed && !user.admin;
  const lost = !claimed && user.admin && user.adminBy === 'provider';
  if (!gained && !lost) {
    // Who takes an adminship away is told that the provider would give it again.
    if (claimed !== (user.claimedAdmin ?? user.adminBy === 'provider')) {
      await noteAdminClaim(services.table, user.name, claimed);
    }
    return;
  }
  const at = services.now().toISOString();
  const audit = auditOfArrival(
    arrival,
    user.name,
    {
      action: 'admin-change',
      at,
      before: { admin: user.admin },
      after: { admin: claimed },
      detail: { issuer: arrival.claims.iss },
    },
    services,
  );
  await saveAdminClaim(services.table, user, claimed, audit);
}

/** The provider's word is what an account is changed by: its owner, at the browser, is who acts. */
const auditOfArrival = (
  { address }: Arrival,
  user: UserName,
  event: Pick<AuditEvent, 'action' | 'at' | 'before' | 'after' | 'detail'>,
  { policy }: Services,
): AuditEvent => ({
  ...event,
  id: randomUUID(),
  subject: `user:${user}`,
  actor: user,
  address,
  days: policy.auditRetention,
});
