import type { MiddlewareObj } from '@middy/core';

import {
  forbidden,
  oneTimePasswordRequired,
  type RegistryError,
  unauthenticated,
} from '#domain/errors.ts';
import type { Package } from '#domain/package.ts';
import type { Principal, UserPrincipal } from '#domain/principal.ts';
import { type Asking, type Need, secondFactorNeed } from '#domain/second-factor/need.ts';
import { auditOf } from '#http/audit.ts';
import { originOf } from '#http/authenticate.ts';
import type { Exchange } from '#http/exchange.ts';
import { notice } from '#http/notice.ts';
import type { Request } from '#http/request.ts';
import { askingOf, type Route } from '#http/route.ts';
import { type Attempt, checkAttempts, noteFailure, noteSuccess } from '#store/attempts.ts';
import type { Services } from '#store/services.ts';

interface Asked {
  readonly principal: Principal;
  /** What is written to, where it is a package that the caller may know of. */
  readonly pkg?: Package | undefined;
  readonly request: Request;
  readonly services: Services;
  /** Whether the request brings what stands for a code that was given before. */
  readonly insteadOfCode?: () => Promise<boolean>;
}

/** Asks where the route says so: a code is used up by what is let through, not by what is refused before. */
export function secondFactor(route: Route): MiddlewareObj<Exchange> {
  const asking = askingOf(route);
  return {
    before: async ({ event: { request, call } }) => {
      if (asking === 'itself') return;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- endpoint() and access() put them there
      await requireSecondFactor(asking, { ...(call as unknown as Asked), request });
    },
  };
}

/**
 * Asks for a second factor where account, package or registry want one: lets through, uses the code up that
 * the request brought, or throws what makes clients ask for one. It comes after the decision that the
 * caller may, so that it tells nobody anything. Resolves with what it used up.
 */
export async function requireSecondFactor(
  asking: Asking,
  asked: Asked,
): Promise<'code' | 'nothing'> {
  const { principal, pkg, services } = asked;
  const need = secondFactorNeed(principal, {
    asking,
    policy: services.policy.secondFactor,
    rule: pkg?.rules?.secondFactor,
  });
  if (need === 'nothing') return 'nothing';
  if (need !== 'code' || principal.kind !== 'user') throw missing(need, pkg?.name);
  if (await asked.insteadOfCode?.()) return 'nothing';
  await takePass({ ...asked, principal });
  return 'code';
}

/** Who gives a code, and from where. */
interface Giving {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** `npm-otp` is a code of an authenticator or a recovery code. */
async function takePass(call: Giving): Promise<void> {
  const { principal, request, services } = call;
  const text = request.headers['npm-otp'];
  if (text === undefined || text.trim() === '') throw oneTimePasswordRequired(ASK);
  const attempt = attemptOf(call);
  await checkAttempts(services, attempt);
  const audit = auditOf(call, 'recovery-code-use', {});
  const outcome = await services.useOneTimePass({ user: principal.name, text, audit });
  if (outcome === 'wrong') throw await wrongPass(call);
  // Neither a guess nor a success, which would take back what was guessed wrong.
  if (outcome === 'used') throw oneTimePasswordRequired(USED);
  if (outcome !== 'good') notice(request, recoveryNotice(outcome.left));
  await noteSuccess(services, attempt);
}

const recoveryNotice = (left: number): string =>
  `This recovery code is used up: you have ${left} of them left.`;

/** Guesses are counted apart from those of passwords: who makes these keeps nobody from giving codes. */
export function attemptOf({ principal, request }: Giving): Attempt {
  return { kind: 'otp', account: principal.name, ...originOf(principal, request) };
}

/** What a wrong code is answered with; it is counted. */
export async function wrongPass(call: Giving): Promise<RegistryError> {
  await noteFailure(call.services, attemptOf(call));
  return oneTimePasswordRequired(WRONG);
}

// npm and pnpm look for "one-time pass" in these.
const ASK =
  'This needs a one-time pass: enter the code that your authenticator shows, or a recovery code.';
const WRONG =
  'This one-time pass is wrong or too old: enter the code that your authenticator shows now.';
const USED =
  'This one-time pass was used already: wait until your authenticator shows another code.';

function missing(need: Need, name = 'this package'): RegistryError {
  if (need === 'login') {
    return unauthenticated(
      'this account has a second factor, so that its password alone opens nothing: run `npm login` or `pantry login`',
    );
  }
  if (need === 'no-automation') {
    return forbidden(
      `the owners of ${name} let no automation token write to it: log in and give a code, publish from a trusted repository, or let an owner run \`npm access set mfa=automation ${name}\``,
    );
  }
  const who = need === 'enrol-for-package' ? `the owners of ${name} ask` : 'this registry asks';
  return forbidden(
    `${who} everybody for a second factor, and you have none: run \`npm profile enable-2fa auth-and-writes\` or \`pantry second-factor enable\``,
  );
}
