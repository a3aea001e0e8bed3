import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file that pages name, under a name that changes with it. */
export interface Asset {
  readonly file: string;
  readonly type: string;
  readonly text: string;
}

/** Texts of web/assets by name, in bundles (web/embedded-assets.mjs). */
declare const EMBEDDED_ASSETS: Readonly<Record<string, string>> | undefined;

const read = (file: string): string =>
  typeof EMBEDDED_ASSETS === 'undefined'
    ? readFileSync(new URL(`assets/${file}`, import.meta.url), 'utf8')
    : (EMBEDDED_ASSETS[file] ?? '');

const asset = (base: string, extension: string, type: string): Asset => {
  const text = read(`${base}.${extension}`);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { file: `${base}-${hash}.${extension}`, type, text };
};

export const STYLE = asset('style', 'css', 'text/css; charset=utf-8');
export const SCRIPT = asset('client', 'js', 'text/javascript; charset=utf-8');
export const ICON = asset('icon', 'svg', 'image/svg+xml');

export const ASSETS: readonly Asset[] = [STYLE, SCRIPT, ICON];

export const assetPath = ({ file }: Asset): string => `/-/web/assets/${file}`;
