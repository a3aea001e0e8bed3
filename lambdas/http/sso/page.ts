import { createHash } from 'node:crypto';

import type { Reply } from '#http/reply.ts';
import { HTML_HEADERS } from '#http/web/html-headers.ts';
import { type Markup, markup } from '#web/markup.ts';

const STYLE = `
:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{max-width:34rem;margin:12vh auto;padding:0 1.25rem}
h1{font-size:1.4rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.25rem}
dt{opacity:.7}
dd{margin:0;overflow-wrap:anywhere}
.code{font:600 1.25rem ui-monospace,monospace;letter-spacing:.08em}
.warning{border-inline-start:.25rem solid #b8860b;padding-inline-start:.75rem}
label{display:block;margin:1rem 0}
input,button{font:inherit;padding:.5rem .9rem}
button{margin-inline-end:.5rem}
`;

/**
 * No script, nothing from elsewhere, in no frame. Forms go to the registry alone, and some browsers hold redirects
 * after them to that too: who is sent to a provider gets there by `next`.
 */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const HEADERS = {
  ...HTML_HEADERS,
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
};

export interface Page {
  readonly title: string;
  readonly content: readonly Markup[];
  readonly status?: number;
  readonly cookie?: string;
  /** Where the browser goes by itself. */
  readonly next?: string;
}

/**
 * A page for one person and this moment. It has nothing of the layout of the pages: logins work below a path of a host
 * too, where there are none, and what somebody approves has no script beside it.
 */
export function page({ title, content, status = 200, cookie, next }: Page): Reply {
  const lines = [
    markup`<!doctype html><html lang="en"><meta charset="utf-8">`,
    markup`<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">`,
    ...(next === undefined ? [] : [markup`<meta http-equiv="refresh" content="0; url=${next}">`]),
    markup`<title>${title}</title><style>${{ text: STYLE }}</style>`,
    markup`<main><h1>${title}</h1>`,
    ...content,
    markup`</main></html>`,
  ];
  return {
    status,
    headers: { ...HEADERS, ...(cookie !== undefined && { 'set-cookie': cookie }) },
    body: { kind: 'bytes', bytes: Buffer.from(lines.map(({ text }) => text).join('\n')) },
  };
}
