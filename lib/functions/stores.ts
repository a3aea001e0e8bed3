import { endpoints } from '#endpoints';
import { askingOf, type Permission, type Route, type Store } from '#http/route.ts';

import type { EndpointId } from './gateway-functions.ts';

/** What a function touches: the stores of its endpoints' routes, and what their permissions look at. */
export function storesOf(ids: readonly EndpointId[]): ReadonlySet<Store> {
  return new Set(
    ids.flatMap((id) => {
      const { route }: { readonly route: Route } = endpoints[id];
      const { permission, stores, limit, tokensOnly } = route;
      const looked = lookedAtBy(permission).filter((store) => !(tokensOnly && counts(store)));
      const limits = limit === undefined ? [] : (['limits:write'] as const);
      return [...looked, ...limits, ...checkedBy(route), ...stores];
    }),
  );
}

/** Codes are checked where they may be asked for. */
function checkedBy(route: Route): readonly Store[] {
  const asking = askingOf(route);
  return asking === 'never' || asking === 'enrolled' ? [] : ['second-factor:check'];
}

/** Permissions that look at no package. */
const OF_PEOPLE: ReadonlySet<Permission> = new Set([
  'visitor',
  'user',
  'publisher',
  'admin',
] as const);

/** Who calls is found out by a token and its user; what they may do, by the package and the organization. */
function lookedAtBy(permission: Permission): readonly Store[] {
  if (permission === 'anyone') return [];
  // Passwords are credentials too: what is wrong is counted.
  const credentials = ['tokens:read', 'users:read', 'trust:read', 'attempts:write'] as const;
  const ofPeople = OF_PEOPLE.has(permission);
  return ofPeople ? credentials : [...credentials, 'packages:read', 'orgs:read'];
}

const counts = (store: Store): boolean => store === 'attempts:write';
