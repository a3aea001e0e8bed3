import { randomBytes, randomInt } from 'node:crypto';
import * as v from 'valibot';

import { conflict, invalid, unavailable } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { createKey, keyUri, stepOf } from '#domain/second-factor/authenticator.ts';
import {
  createRecoveryCodes,
  hashRecoveryCode,
  parseOneTimePass,
} from '#domain/second-factor/one-time-pass.ts';
import {
  type ActiveFactor,
  pendingAt,
  SECOND_FACTOR_MODES,
  type SecondFactor,
  type SecondFactorMode,
  tfaOf,
} from '#domain/second-factor/second-factor.ts';
import type { UserName } from '#domain/user.ts';
import { auditOf } from '#http/audit.ts';
import { forgetUsers } from '#http/authenticate.ts';
import type { Request } from '#http/request.ts';
import { attemptOf, wrongPass } from '#http/second-factor.ts';
import { checkAttempts, noteSuccess } from '#store/attempts.ts';
import { saveSecondFactor } from '#store/second-factor-writes.ts';
import { findSecondFactor } from '#store/second-factors.ts';
import type { Services } from '#store/services.ts';

/** `npm profile enable-2fa` begins with mode and password, and goes on with a code in a list; `disable-2fa`. */
export const TfaChange = v.union(
  [
    v.object({
      mode: v.picklist([...SECOND_FACTOR_MODES, 'disable']),
      password: v.string(),
    }),
    v.tuple([v.string()]),
  ],
  'send { "mode": "auth-only", "auth-and-writes" or "disable", "password" }, or a list with one code',
);

export type TfaChange = v.InferOutput<typeof TfaChange>;

interface Changing {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** Sets the mode of a second factor, begins one, or takes it away; what npm reads as `tfa`. */
export async function setMode(
  call: Changing,
  mode: SecondFactorMode | 'disable',
): Promise<object | string | null> {
  const before = await findOwn(call);
  const { active } = before;
  if (mode === 'disable') {
    if (active || before.pending) await save(call, before, {}, 'second-factor-disable');
    return null;
  }
  if (!active) return begin(call, before, mode);
  const after = { active: { ...active, mode } };
  await save(call, before, after, 'second-factor-mode');
  return tfaOf({ ...before, ...after }, call.services.now());
}

/** A new key, for the authenticator to scan; the one before is forgotten if it was not confirmed. */
async function begin(
  call: Changing,
  before: SecondFactor,
  mode: SecondFactorMode,
): Promise<string> {
  const { principal, request, services } = call;
  const key = createKey(randomBytes);
  const secret = await services.sealer.seal(key, principal.name);
  const pending = { mode, secret, startedAt: services.now().toISOString() };
  await save(call, before, { pending }, 'second-factor-begin', { mode });
  return keyUri(key, new URL(request.baseUrl).host, principal.name);
}

/** Makes what was begun count, once a code shows that the authenticator has its key; the recovery codes. */
export async function confirm(call: Changing, text: string): Promise<readonly string[]> {
  const { principal, services } = call;
  const { now, sealer, table } = services;
  await checkAttempts(services, attemptOf(call));
  const before = await findSecondFactor(table, principal.name);
  const pending = pendingAt(before, now());
  if (!pending) {
    throw invalid(
      'no second factor waits for its first code: begin with `npm profile enable-2fa auth-and-writes` or `pantry second-factor enable`',
    );
  }
  const pass = parseOneTimePass(text);
  const key = await sealer.unseal(pending.secret, principal.name);
  const lastStep = pass.kind === 'authenticator' ? stepOf(key, pass.code, now()) : undefined;
  if (lastStep === undefined) throw await wrongPass(call);
  await noteSuccess(services, attemptOf(call));
  const { mode, secret } = pending;
  const codes = newCodes();
  const recovery = codes.map(hashRecoveryCode);
  const active = { mode, secret, enrolledAt: now().toISOString(), lastStep, recovery };
  await save(call, before, { active }, 'second-factor-enrol');
  return codes;
}

/** Puts new recovery codes in the place of those that are left. */
export async function replaceRecoveryCodes(call: Changing): Promise<readonly string[]> {
  const before = await findOwn(call);
  const { active } = before;
  if (!active) {
    throw conflict('there are no recovery codes without a second factor: set one up first');
  }
  const codes = newCodes();
  const after = { active: { ...active, recovery: codes.map(hashRecoveryCode) } };
  await save(call, before, after, 'recovery-codes-new');
  return codes;
}

/** Takes somebody's second factor away; whether there was one. */
export async function removeSecondFactor(call: Changing, user: UserName): Promise<boolean> {
  const before = await findSecondFactor(call.services.table, user);
  if (!before.active && !before.pending) return false;
  await save(call, before, {}, 'second-factor-remove');
  return true;
}

/** One that was enabled since the request began: no code was asked for. */
async function findOwn({ principal, services }: Changing): Promise<SecondFactor> {
  const factor = await findSecondFactor(services.table, principal.name);
  if (factor.active && principal.secondFactor === undefined) throw changedMeanwhile();
  return factor;
}

const changedMeanwhile = (): Error =>
  unavailable('your second factor was changed by another request just now: try again');

const newCodes = (): readonly string[] => createRecoveryCodes(() => randomInt(10));

interface After {
  readonly active?: ActiveFactor;
  readonly pending?: SecondFactor['pending'];
}

async function save(
  call: Changing,
  before: SecondFactor,
  after: After,
  action: string,
  detail: Json = {},
): Promise<void> {
  const { now, table } = call.services;
  const difference = {
    ...(before.active && { before: factsOf(before.active) }),
    ...(after.active && { after: factsOf(after.active) }),
  };
  const audit = { ...auditOf(call, action, detail, difference), at: now().toISOString() };
  const subject = `user:${before.user}`;
  const outcome = await saveSecondFactor(table, { before, after, audit: { ...audit, subject } });
  if (outcome === 'overtaken') throw changedMeanwhile();
  forgetUsers(call.services);
}

/** What the audit log keeps of one: no key and no code. */
const factsOf = ({ mode, recovery }: ActiveFactor): Json => ({
  mode,
  recoveryCodes: recovery.length,
});
