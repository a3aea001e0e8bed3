import type { MiddlewareObj } from '@middy/core';

import { forbidden, invalid, notFound, unauthenticated } from '#domain/errors.ts';
import { asPackageName, type PackageName, parsePackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { type Action, canManageAccount, isReadableByAnyone } from '#domain/permission.ts';
import {
  ANONYMOUS,
  type Principal,
  type Publisher,
  type UserPrincipal,
} from '#domain/principal.ts';
import { authenticate, refusePassword } from '#http/authenticate.ts';
import { permit } from '#http/decide.ts';
import type { Exchange } from '#http/exchange.ts';
import type { Request } from '#http/request.ts';
import type { Permission, Route } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

/** Finds out who calls and whether they may, before anything else is read of the request. */
export function access(route: Route): MiddlewareObj<Exchange> {
  return {
    before: async ({ event }) => {
      const { request, params, call } = event;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- endpoint() put them there
      const services = call['services'] as Services;
      const name = packageOf(route, params);
      call['params'] = name === undefined ? params : { ...params, package: name };
      const identify = async (): Promise<Principal> => {
        if (route.tokensOnly) refusePassword(request);
        return authenticate(request, services);
      };
      Object.assign(call, await decide(route.permission, name, identify, services));
    },
  };
}

interface Access {
  readonly principal: Principal;
  readonly pkg?: Package | undefined;
}

/** What can't be a package's name is not found when it is read, and explained when it is written. */
function packageOf(
  route: Route,
  params: Readonly<Record<string, string>>,
): PackageName | undefined {
  const text = params['package'];
  if (text === undefined) return undefined;
  if (route.method !== 'GET') return parsePackageName(text);
  const name = asPackageName(text);
  if (!name) throw notFound(`package "${text}"`);
  return name;
}

async function decide(
  permission: Permission,
  name: PackageName | undefined,
  identify: () => Promise<Principal>,
  services: Services,
): Promise<Access> {
  if (permission === 'anyone' || permission === 'document') return { principal: ANONYMOUS };
  if (isGate(permission)) return { principal: GATES[permission](await identify(), services) };
  if (name === undefined) throw invalid('this route needs the name of a package');
  return decideAction(permission, name, identify, services);
}

/** Let a principal through, or throw. */
const GATES = { visitor, user: signedIn, publisher, admin: administrator } as const;

const isGate = (permission: Permission): permission is keyof typeof GATES => permission in GATES;

/** What anyone may read is given to everyone alike, whatever token a client sends along. */
async function decideAction(
  action: Action,
  name: PackageName,
  identify: () => Promise<Principal>,
  services: Services,
): Promise<Access> {
  const pkg = await findPackage(services.table, name);
  const open = pkg && isReadableByAnyone(pkg.visibility, services.policy);
  const principal = action === 'read' && open ? ANONYMOUS : await identify();
  await permit(principal, action, { name, pkg }, services);
  if (!REACHES_BEYOND.has(action)) checkPublished(name, pkg);
  return { principal, pkg };
}

/** What can be done where there is no package, or none any more. */
const REACHES_BEYOND: ReadonlySet<Action> = new Set<Action>(['publish', 'stage', 'advise']);

function checkPublished(name: PackageName, pkg: Package | undefined): void {
  if (!pkg) throw notFound(`package "${name}"`);
  if (pkg.unpublished) throw notFound(`package "${name}" (unpublished on ${pkg.unpublished.at})`);
}

function visitor(principal: Principal, { policy }: Services): Principal {
  return policy.reads === 'anyone' ? principal : publisher(principal);
}

/**
 * Decides reading by the table, for what a stored document alone does not open to anyone. Throws where there
 * is no such package, or none to see.
 */
export async function requireRead(
  name: PackageName,
  request: Request,
  services: Services,
): Promise<Package> {
  const identify = async (): Promise<Principal> => authenticate(request, services);
  const { pkg, principal } = await decideAction('read', name, identify, services);
  await requireSecondFactor('never', { principal, request, services });
  if (!pkg) throw notFound(`package "${name}"`);
  return pkg;
}

/** Lets through whoever may read what is public here. */
export async function requireVisitor(request: Request, services: Services): Promise<void> {
  if (services.policy.reads === 'anyone') return;
  const principal = visitor(await authenticate(request, services), services);
  await requireSecondFactor('never', { principal, request, services });
}

function publisher(principal: Principal): Publisher {
  return principal.kind === 'ci' ? principal : signedIn(principal);
}

function signedIn(principal: Principal): UserPrincipal {
  if (principal.kind === 'user') return principal;
  if (principal.kind === 'ci') {
    throw forbidden(
      'the token of a CI run publishes its package, and is no login for anything else',
    );
  }
  throw unauthenticated(
    'you need to log in for this: run `npm login` or `pantry login` for this registry',
  );
}

function administrator(principal: Principal): UserPrincipal {
  const user = signedIn(principal);
  if (user.admin && canManageAccount(user)) return user;
  throw forbidden('only an admin of the registry may do this');
}
