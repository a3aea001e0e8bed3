import { invalid } from './errors.ts';
import type { Json } from './manifest.ts';
import type { Person } from './user.ts';

const PREFIX = 'org.couchdb.user:';

/** The user's name in the id that npm's oldest routes use. */
export function couchUserName(id: string): string {
  if (!id.startsWith(PREFIX)) throw invalid(`"${id}" does not start with ${PREFIX}`);
  return id.slice(PREFIX.length);
}

/** A user as those routes show one. */
export const couchUser = ({ name, email }: Person): Json => ({
  _id: `${PREFIX}${name}`,
  name,
  email,
  type: 'user',
  roles: [],
});
