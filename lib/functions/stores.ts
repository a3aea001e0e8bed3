import { endpoints } from '#endpoints';
import type { Permission, Route, Store } from '#http/route.ts';

import type { EndpointId } from './gateway-functions.ts';

/** What a function touches: the stores of its endpoints' routes, and what their permissions look at. */
export function storesOf(ids: readonly EndpointId[]): ReadonlySet<Store> {
  return new Set(
    ids.flatMap((id) => {
      const { permission, stores, limit, tokensOnly }: Route = endpoints[id].route;
      const looked = lookedAtBy(permission).filter((store) => !(tokensOnly && counts(store)));
      return [...looked, ...(limit === undefined ? [] : (['limits:write'] as const)), ...stores];
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

/** Who calls is found out by a token and its user; what they may do, by the package and the organization. */
function lookedAtBy(permission: Permission): readonly Store[] {
  if (permission === 'anyone') return [];
  // Passwords are credentials too: what is wrong is counted.
  const credentials = ['tokens:read', 'users:read', 'trust:read', 'attempts:write'] as const;
  const ofPeople = OF_PEOPLE.has(permission);
  return ofPeople ? credentials : [...credentials, 'packages:read', 'orgs:read'];
}

const counts = (store: Store): boolean => store === 'attempts:write';
