import { randomUUID } from 'node:crypto';

import type { Json } from '#domain/manifest.ts';
import type { Identity } from '#domain/sso/identity.ts';
import type { User } from '#domain/user.ts';
import { type Joining, planJoining } from '#http/org/join.ts';
import type { Services } from '#store/services.ts';
import { type Admission, createUser, type Obstacle } from '#store/sign-up.ts';

/** Changes of an organization that may come between, for who signs up into it. */
const ATTEMPTS = 8;

/** Why and from where an account is made, and what its user signs in with, if not with a password. */
export interface NewAccount {
  readonly admission: Admission;
  readonly address: string;
  readonly detail?: Json;
  readonly identity?: Identity | undefined;
}

/** The account, and with it what an invitation leads into. Undefined when made, or what stood in the way. */
export async function createAccount(
  user: User,
  { admission, address, detail = {}, identity }: NewAccount,
  services: Services,
): Promise<Obstacle | undefined> {
  const { name, createdAt: at } = user;
  const event = { actor: name, address, days: services.policy.auditRetention };
  const made = {
    ...event,
    id: randomUUID(),
    at,
    action: 'sign-up',
    subject: `user:${name}`,
    after: { name, email: user.email, admin: user.admin },
    detail: { admission: admission.kind, ...detail },
  };
  for (let attempt = 1; ; attempt += 1) {
    const joining = await joiningOf(user, admission, services);
    const joined = joining && {
      ...joining.change,
      audit: { ...event, id: randomUUID(), action: 'member-join', ...joining.audit },
    };
    const besides = { joining: joined, identity };
    const obstacle = await createUser(services.table, user, admission, made, besides);
    // The code may be as good as before: what it leads into has changed.
    if (!joining || obstacle !== 'invite' || attempt === ATTEMPTS) return obstacle;
  }
}

/** What the invitation makes of an organization, where it leads into one. */
async function joiningOf(
  { name }: User,
  admission: Admission,
  services: Services,
): Promise<Joining | undefined> {
  if (admission.kind !== 'invite') return undefined;
  return planJoining(services, { user: name, hash: admission.hash, signUp: true });
}
