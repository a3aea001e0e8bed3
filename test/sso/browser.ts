import type { Target } from '../target.ts';

/** What a browser shows. */
export interface Shown {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A browser without a window: it keeps cookies, follows redirects, and sends the forms that it is told to. */
export interface Browser {
  readonly cookies: Map<string, string>;
  open(url: string | URL): Promise<Shown>;
  /** Presses a button of the form that is shown, with what was typed into its fields. */
  submit(shown: Shown, fields: Readonly<Record<string, string>>): Promise<Shown>;
  /** One request, as it is: redirects are not followed. */
  ask(url: string | URL, init?: RequestInit): Promise<Shown>;
}

const REDIRECTS = 12;

const keyOf = (url: URL, name: string): string => `${url.host} ${name}`;

export function openBrowser(target: Target): Browser {
  const cookies = new Map<string, string>();

  const ask = async (where: string | URL, init: RequestInit = {}): Promise<Shown> => {
    const url = new URL(where);
    const own = [...cookies].filter(([key]) => key.startsWith(`${url.host} `));
    const cookie = own.map(([key, value]) => `${key.split(' ')[1]}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) };
    const options: RequestInit = { ...init, headers, redirect: 'manual' };
    const path = url.pathname + url.search;
    const ours = url.origin === new URL(target.url).origin;
    const response = await (ours ? target.fetch(path, options) : fetch(url, options));
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const gone = value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line);
      if (gone) cookies.delete(keyOf(url, name));
      else cookies.set(keyOf(url, name), value);
    }
    const { status } = response;
    return { url, status, headers: response.headers, text: await response.text() };
  };

  const follow = async (shown: Shown, left = REDIRECTS): Promise<Shown> => {
    const next = nextOf(shown);
    if (next === undefined) return shown;
    if (left === 0) throw new Error(`redirects without end, at ${shown.url.href}`);
    return follow(await ask(next), left - 1);
  };

  return {
    cookies,
    ask,
    open: async (url) => follow(await ask(url)),
    async submit(shown, fields) {
      const { action, hidden } = formOf(shown);
      const answer = await ask(new URL(action, shown.url), {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
        },
        body: new URLSearchParams({ ...hidden, ...fields }).toString(),
      });
      return follow(answer);
    },
  };
}

function nextOf({ url, status, headers, text }: Shown): URL | undefined {
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location !== null) return new URL(location, url);
  const [, refresh] = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(text) ?? [];
  return refresh === undefined ? undefined : new URL(plain(refresh), url);
}

/** Where the form of a page goes, and what it sends unseen. */
export function formOf({ url, text }: Shown): {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
} {
  const [, attributes] = /<form([^>]*)>/.exec(text) ?? [];
  if (attributes === undefined) throw new Error(`no form at ${url.href}: ${text}`);
  const [, action] = /action="([^"]*)"/.exec(attributes) ?? [];
  const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return {
    action: plain(action ?? url.href),
    hidden: Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, plain(value)])),
  };
}

/** A text of a page as it is read. */
export const plain = (markup: string): string =>
  markup
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
