import { CommandError } from '../command/failure.ts';
import type { NpmConfig } from './npmrc.ts';

/** A registry's URL as requests begin with it, without a slash at the end. */
export function checkRegistry(url: string): string {
  if (URL.canParse(url) && /^https?:/.test(url)) return url.replace(/\/+$/, '');
  throw new CommandError(
    `"${url}" is no registry: it must be a URL such as https://npm.example.com`,
  );
}

/** Credentials, and where npm keeps them. */
export interface Credential {
  /** What npm's configuration calls it, such as `//host/path/:_authToken`. */
  readonly key: string;
  readonly value: string;
  /** `Bearer …` or `Basic …`. */
  readonly authorization: string;
}

/** npm keeps credentials under `//host/path/`, and looks at shorter paths too. */
export function credentialFor(registry: string, config: NpmConfig): Credential | undefined {
  const { host, pathname } = new URL(registry);
  const segments = pathname.split('/').filter(Boolean);
  for (let count = segments.length; count >= 0; count -= 1) {
    const place = ['', '', host, ...segments.slice(0, count), ''].join('/');
    const found = credentialAt(place, config);
    if (found !== undefined) return found;
  }
  return undefined;
}

function credentialAt(place: string, config: NpmConfig): Credential | undefined {
  const token = config(`${place}:_authToken`);
  if (token !== undefined) {
    return { key: `${place}:_authToken`, value: token, authorization: `Bearer ${token}` };
  }
  const basic = config(`${place}:_auth`) ?? pairAt(place, config);
  if (basic === undefined) return undefined;
  return { key: `${place}:_auth`, value: basic, authorization: `Basic ${basic}` };
}

function pairAt(place: string, config: NpmConfig): string | undefined {
  const [user, password] = [config(`${place}:username`), config(`${place}:_password`)];
  if (user === undefined || password === undefined) return undefined;
  return Buffer.from(`${user}:${Buffer.from(password, 'base64').toString()}`).toString('base64');
}
