import registryUrl, { defaultUrl } from 'registry-url';

import type {
  UpstreamConfiguration,
  UpstreamsConfiguration,
} from '#domain/upstream/configuration.ts';
import { upstreamId } from '#domain/upstream/id.ts';
import { policyOf } from '#domain/upstream/settings.ts';

import type { Config } from './schema.ts';

/** Whether anything is looked up in registries behind this one. */
export const hasUpstreams = ({ upstream, upstreams }: Config): boolean =>
  upstream !== 'none' || upstreams.length > 0;

/** What functions are told of upstreams, as JSON; undefined: there are none. */
export function upstreamsJson(config: Config): string | undefined {
  if (!hasUpstreams(config)) return undefined;
  const { ownScopes, shadowing, upstreamMaxAge } = config;
  const told: UpstreamsConfiguration = {
    ownScopes,
    shadowing,
    maxAge: upstreamMaxAge * 1000,
    list: listOf(config).map(({ url, packages, secret, ...own }) => {
      const known = urlOf(url, config);
      return { id: upstreamId(known), url: known, packages, secret, policy: policyOf(own, config) };
    }),
  };
  return JSON.stringify(told satisfies { readonly list: readonly UpstreamConfiguration[] });
}

/** Whether lists of malware have to be fetched. */
export const hasMalwareLists = ({ malware, upstreams }: Config): boolean =>
  malware.length > 0 || upstreams.some((one) => one.malware && one.malware.length > 0);

/** Names of the secrets that hold credentials of upstreams. */
export const upstreamSecrets = ({ upstreams }: Config): readonly string[] =>
  upstreams.flatMap(({ secret }) => (secret === undefined ? [] : [secret]));

const listOf = ({ upstream, upstreams }: Config): Config['upstreams'] =>
  upstreams.length > 0 || upstream === 'none' ? upstreams : [{ url: upstream }];

/** A registry on a private network, or this one itself, is nothing that functions can ask. */
function urlOf(wanted: string, { domain }: Config): string {
  if (wanted !== 'npm') return wanted;
  const url = registryUrl();
  const { protocol, hostname } = new URL(url);
  const usable = protocol === 'https:' && hostname !== domain;
  return (usable ? url : defaultUrl).replace(/\/+$/, '');
}
