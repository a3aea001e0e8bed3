import type { Client } from './client.ts';
import { sessionCookie } from './session-cookie.ts';
import type { Target } from './target.ts';

/** A page as somebody's browser gets it, without following where it leads. */
interface Shown {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
}

/** A browser without scripts, in which somebody is signed in. */
export interface PlainBrowser {
  open(path: string): Promise<Shown>;
  /** Sends a form as its page would; `origin`: the site whose page that is. */
  send(path: string, fields?: Readonly<Record<string, string>>, origin?: string): Promise<Shown>;
}

/** Somebody's browser; that of `anonymous` is signed out. */
export function browserOf(registry: Target, person: Client): PlainBrowser {
  const cookie: Record<string, string> =
    person.token === '' ? {} : { cookie: sessionCookie(registry, person) };
  const ask = async (path: string, init: RequestInit): Promise<Shown> => {
    const response = await registry.fetch(path, { redirect: 'manual', ...init });
    const { status, headers } = response;
    return { status, location: headers.get('location'), text: await response.text() };
  };
  return {
    open: async (path) => ask(path, { headers: cookie }),
    send: async (path, fields = {}, origin = registry.url) =>
      ask(path, {
        method: 'POST',
        headers: { ...cookie, origin, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      }),
  };
}
