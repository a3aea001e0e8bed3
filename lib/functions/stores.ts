import { endpoints } from '#endpoints';
import type { Permission, Route, Store } from '#http/route.ts';

import type { EndpointId } from './gateway-functions.ts';

/** What a function touches: the stores of its endpoints' routes, and what their permissions look at. */
export function storesOf(ids: readonly EndpointId[]): ReadonlySet<Store> {
  return new Set(
    ids.flatMap((id) => {
      const { permission, stores }: Route = endpoints[id].route;
      return [...lookedAtBy(permission), ...stores];
    }),
  );
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
