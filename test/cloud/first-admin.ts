import type { Rehearsal } from './rehearsal.ts';

/** Signs up with the code that the account's owner reads from the secret; a token of the first admin. */
export async function firstAdmin({ url, firstAdminCode }: Rehearsal): Promise<string> {
  const name = 'first-of-all';
  const response = await fetch(`${url}/-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'npm-otp': firstAdminCode },
    body: JSON.stringify({ name, password: 'becomes the admin', email: 'first@example.com' }),
  });
  const { token } = (await response.json()) as { readonly token?: string };
  if (token === undefined) throw new Error(`no first admin: ${response.status}`);
  return token;
}
