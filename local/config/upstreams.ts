import registryUrl, { defaultUrl } from 'registry-url';

import type { UpstreamPolicy } from '#domain/upstream/policy.ts';
import { authorizationOf, policyOf, type UpstreamSettings } from '#domain/upstream/settings.ts';
import type { UpstreamSource } from '#store/upstream/client.ts';

import { expand } from './expand.ts';
import { ConfigurationError } from './load.ts';
import { isLoopback } from './policy.ts';
import type { Settings } from './schema.ts';

type Named = Omit<UpstreamSettings, 'url'> & { readonly url: string };

/** An upstream as the settings have it, with all of it read. */
export interface ConfiguredUpstream extends Named {
  readonly source: UpstreamSource;
  readonly policy: UpstreamPolicy;
}

/** All of it is read, so that what can't be used stops the start before anything is opened. */
export const configuredUpstreams = (settings: Settings): readonly ConfiguredUpstream[] =>
  upstreamsOf(settings).map((one) => ({
    ...one,
    source: sourceOf(one),
    policy: policyOf(one, settings),
  }));

/** The upstreams that the settings name, or the one that they name. */
export function upstreamsOf(settings: Settings): readonly Named[] {
  const { upstream, upstreams, upstreamToken: token } = settings;
  if (upstreams.length === 0) {
    return upstream === 'none'
      ? []
      : [{ url: urlOf(upstream, settings), ...(token !== undefined && { token }) }];
  }
  return upstreams.map((one) => ({ ...one, url: urlOf(one.url, settings) }));
}

const WHERE = 'an upstream';

const sourceOf = (one: Named): UpstreamSource => {
  const authorization = authorizationOf({
    token: expand(one.token, WHERE),
    username: expand(one.username, WHERE),
    password: expand(one.password, WHERE),
  });
  return { url: one.url, ...(authorization !== undefined && { authorization }) };
};

/** A registry behind itself would ask itself without end. */
function urlOf(wanted: string, settings: Settings): string {
  const url = wanted === 'npm' ? registryUrl() : wanted;
  if (!isItself(url, settings)) return url.replace(/\/+$/, '');
  // Whose npm is set up for this registry still wants the packages of others.
  if (wanted === 'npm') return defaultUrl.replace(/\/+$/, '');
  throw new ConfigurationError(
    `the upstream ${url} is this registry itself: set upstream to the registry that is to be behind it, or to none`,
  );
}

function isItself(url: string, { port, publicUrl }: Settings): boolean {
  const { hostname, port: theirs, origin } = new URL(url);
  const here = isLoopback(hostname.replace(/^\[(.*)\]$/, '$1')) && theirs === String(port);
  return here || (publicUrl !== undefined && new URL(publicUrl).origin === origin);
}
