import { endpoints } from '#endpoints';
import { askingOf, type Permission, type Route, type Store } from '#http/route.ts';

import type { EndpointId } from './gateway-functions.ts';

/** What a function touches: the stores of its endpoints' routes, and what their permissions look at. */
export function storesOf(ids: readonly EndpointId[]): ReadonlySet<Store> {
  return new Set(
    ids.flatMap((id) => {
      const { route }: { readonly route: Route } = endpoints[id];
      return [...lookedAtBy(route.permission), ...checkedBy(route), ...route.stores];
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

/** Who calls is found out by a token and its user; what they may do, by the package. */
function lookedAtBy(permission: Permission): readonly Store[] {
  if (permission === 'anyone') return [];
  const credentials = ['tokens:read', 'users:read', 'trust:read'] as const;
  const ofPeople = OF_PEOPLE.has(permission);
  return ofPeople ? credentials : [...credentials, 'packages:read'];
}
