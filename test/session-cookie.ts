import type { Client } from './client.ts';
import type { Target } from './target.ts';

/** What the cookie of a browser's session is called at a registry. */
export function sessionName({ url }: Pick<Target, 'url'>): string {
  const { protocol, port } = new URL(url);
  return `${protocol === 'https:' ? '__Host-' : ''}pantry-session${port && `-${port}`}`;
}

/** What the browser sends in which somebody is signed in. */
export const sessionCookie = (registry: Pick<Target, 'url'>, { token }: Client): string =>
  `${sessionName(registry)}=${token}`;
