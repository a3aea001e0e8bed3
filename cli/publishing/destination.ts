import { isJsonObject, type Json } from '#domain/manifest.ts';
import { type PackageName, scopeOf } from '#domain/package-name.ts';

import { CommandError } from '../usage-error.ts';
import type { NpmConfig } from './npmrc.ts';

/** Where to publish, and as whom. */
export interface Destination {
  /** Without a slash at the end. */
  readonly registry: string;
  readonly authorization: string;
}

/** The package's own settings of publishing, its `publishConfig`. */
export function publishConfigOf(packageJson: Json): NpmConfig {
  const { publishConfig } = packageJson;
  const own = isJsonObject(publishConfig) ? publishConfig : {};
  return (name) => {
    const value = own[name];
    return typeof value === 'string' ? value : undefined;
  };
}

/** A registry that was named, else the scope's, else the package's own, else the usual one. */
export function findDestination(
  name: PackageName,
  named: string | undefined,
  own: NpmConfig,
  config: NpmConfig,
): Destination {
  const scope = scopeOf(name);
  const ofScope = (from: NpmConfig): string | undefined =>
    scope === undefined ? undefined : from(`${scope}:registry`);
  const url =
    named ?? ofScope(own) ?? ofScope(config) ?? own('registry') ?? config('registry') ?? '';
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new CommandError(
      url === ''
        ? 'say where to publish: --registry https://…, or `registry=` in .npmrc'
        : `"${url}" is no registry: it must be a URL such as https://npm.example.com`,
    );
  }
  const registry = url.replace(/\/+$/, '');
  const authorization = authorizationFor(new URL(registry), config);
  if (authorization !== undefined) return { registry, authorization };
  throw new CommandError(`you are not logged in there: run \`npm login --registry ${registry}\``);
}

/** npm keeps credentials under `//host/path/`, and looks at shorter paths too. */
function authorizationFor({ host, pathname }: URL, config: NpmConfig): string | undefined {
  const segments = pathname.split('/').filter(Boolean);
  for (let count = segments.length; count >= 0; count -= 1) {
    const place = ['', '', host, ...segments.slice(0, count), ''].join('/');
    const found = credentialAt(place, config);
    if (found !== undefined) return found;
  }
  return undefined;
}

function credentialAt(place: string, config: NpmConfig): string | undefined {
  const token = config(`${place}:_authToken`);
  if (token !== undefined) return `Bearer ${token}`;
  const basic = config(`${place}:_auth`);
  if (basic !== undefined) return `Basic ${basic}`;
  const [user, password] = [config(`${place}:username`), config(`${place}:_password`)];
  if (user === undefined || password === undefined) return undefined;
  const pair = `${user}:${Buffer.from(password, 'base64').toString()}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
