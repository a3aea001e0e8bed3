import { type Client, PASSWORD } from './client.ts';
import { formOf } from './sso/browser.ts';
import type { Target } from './target.ts';

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

/** What a browser was answered. */
export interface Visited {
  readonly status: number;
  readonly path: string;
  readonly headers: Headers;
  readonly cookies: readonly string[];
  readonly text: string;
}

/** A browser without a window: it keeps the cookies of one registry, and follows nothing unless told to. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  /** All that it was ever shown, and every URL that it was at. */
  readonly seen: string[];
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Visited>;
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Visited>;
  /** Follows what a form is answered with. */
  follow(visited: Visited): Promise<Visited>;
  /** Sends the form of the page. */
  submit(visited: Visited, fields: Readonly<Record<string, string>>): Promise<Visited>;
}

export function visitor(target: Target): Visitor {
  const cookies = new Map<string, string>();
  const seen: string[] = [];

  const ask = async (path: string, init: RequestInit): Promise<Visited> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) };
    const response = await target.fetch(path, { ...init, headers, redirect: 'manual' });
    const set = response.headers.getSetCookie();
    for (const line of set) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await response.text();
    seen.push(path, response.headers.get('location') ?? '', text);
    return { status: response.status, path, headers: response.headers, cookies: set, text };
  };

  const post: Visitor['post'] = async (path, fields, headers = {}) =>
    ask(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        ...headers,
      },
      body: new URLSearchParams(fields).toString(),
    });

  return {
    cookies,
    seen,
    get: async (path, headers = {}) => ask(path, { headers: { accept: HTML, ...headers } }),
    post,
    follow: async ({ headers }) => ask(headers.get('location') ?? 'nowhere', {}),
    async submit({ path, text, headers, status }, fields) {
      // Below its tabs is what a page is for; above them somebody signs out.
      const main = text.slice(Math.max(text.indexOf('<h1'), text.indexOf('<nav class="tabs"')));
      const url = new URL(path, target.url);
      const { action, hidden } = formOf({ url, text: main, headers, status });
      const to = new URL(action, url);
      return post(to.pathname + to.search, { ...hidden, ...fields });
    },
  };
}

export const ACCOUNT = '/-/web/account';
export const SIGN_IN = `${ACCOUNT}/sign-in`;
export const TOKENS = `${ACCOUNT}/tokens`;

/** A browser that somebody signed in with. */
export async function signedIn(target: Target, { name }: Pick<Client, 'name'>): Promise<Visitor> {
  const browser = visitor(target);
  const { status, text } = await browser.post(SIGN_IN, { name, password: PASSWORD });
  if (status !== 303) throw new Error(`not signed in: ${status} ${text}`);
  return browser;
}

/** The cookie of a browser's session, by name and value. */
export function sessionOf({ cookies }: Visitor): readonly [string, string] {
  const found = [...cookies].find(([name]) => name.includes('pantry-session'));
  if (!found) throw new Error('this browser is not signed in');
  return found;
}
