import type { Json } from '#domain/manifest.ts';

import type { Call } from '../command/command.ts';
import { readCredentialFile } from '../registry/credential-file.ts';
import type { FoundRegistry } from '../registry/find-registry.ts';
import type { ClientFile, For } from './client-files.ts';
import { type Place, type Setting, valueAt } from './formats/format.ts';
import type { Wish } from './wish.ts';

/** How clients prove who they are: by a token, or by what PANTRY_TOKEN holds when they run. */
export type Login = { readonly token: string } | 'environment';

/** The login that clients could be given, as the environment or `pantry login` have it. */
export async function findLogin(
  { env }: Pick<Call, 'env'>,
  { url, ofProject }: FoundRegistry,
): Promise<Login | undefined> {
  const { registries } = await readCredentialFile(env);
  const kept = registries[url];
  // A project's file may name anybody's registry: that gets no token of the environment.
  if (env['PANTRY_TOKEN'] && !ofProject && (isCi(env) || !kept)) return 'environment';
  return kept && { token: kept.token };
}

export const isCi = ({ CI }: Call['env']): boolean =>
  CI !== undefined && CI !== '' && CI !== 'false';

/** Whether a value was written by an earlier run. */
export type IsOwn = (file: string, place: Place, value: unknown) => boolean;

/**
 * Files of the user's home that say it. In a project's file pnpm 10 and yarn 1 give up where the variable
 * isn't set, and later pnpms read it from a home alone.
 */
export function loginFiles(
  login: Login,
  { registry, all }: Pick<Wish, 'registry' | 'all'>,
  { names, clients, isYarn1 }: For,
  isOwn: IsOwn,
): readonly ClientFile[] {
  const { host, pathname } = new URL(registry);
  const place = `//${host}${pathname.replace(/\/$/, '')}`;
  const isYarn4 = clients.includes('yarn') && isYarn1 !== true;
  const isNpmrc = clients.some((client) => client !== 'yarn') || isYarn1 !== false;
  const always = clients.includes('yarn') && isYarn1 === true && all;
  const keep = missingIn(isOwn);
  const npmrc: ClientFile = {
    file: names.npmrc,
    format: 'npmrc',
    isSecret: true,
    settings: (said) => [
      ...keep(names.npmrc, said, set([`${place}/:_authToken`], tokenOf(login, '${PANTRY_TOKEN}'))),
      // It sends no token for names without a scope otherwise.
      ...(always ? keep(names.npmrc, said, set([`${place}/:always-auth`], 'true')) : []),
    ],
  };
  const yarnrc: ClientFile = {
    file: names.yarnrc,
    format: 'yaml',
    isSecret: true,
    settings: (said) => {
      return [
        ...keep(
          names.yarnrc,
          said,
          set(yarnAt(place, 'npmAuthToken'), tokenOf(login, '${PANTRY_TOKEN:-}')),
        ),
        ...(all ? keep(names.yarnrc, said, set(yarnAt(place, 'npmAlwaysAuth'), true)) : []),
      ];
    },
  };
  return [...(isNpmrc ? [npmrc] : []), ...(isYarn4 ? [yarnrc] : [])];
}

const yarnAt = (registry: string, key: string): Place => ['npmRegistries', registry, key];

const set = (place: Place, value: string | boolean): Setting => ({ place, kind: 'value', value });

const tokenOf = (login: Login, reference: string): string =>
  login === 'environment' ? reference : login.token;

/** Another login that somebody put there stays. */
const missingIn =
  (isOwn: IsOwn) =>
  (file: string, said: Json, setting: Setting): readonly Setting[] => {
    const found = valueAt(said, setting.place);
    return found === undefined || isOwn(file, setting.place, found) ? [setting] : [];
  };
