import type { IncomingHttpHeaders } from 'node:http';

import { invalid, RegistryError } from '#domain/errors.ts';

export interface HostRules {
  /** The one URL that clients use, where it is configured. */
  readonly publicUrl: string | undefined;
  /** Only names of this machine are answered: a web page elsewhere must not reach it by its own name. */
  readonly loopbackOnly: boolean;
  /** Whether `x-forwarded-*` come from our own proxy. */
  readonly trustProxy: boolean;
}

const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const LOOPBACK = /^(?:localhost|(?:[a-z0-9-]+\.)+localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** How requests say by which URL they reached us. */
export interface Hosts {
  /** Tells apart answers that carry different URLs. Cheap, and decides nothing. */
  siteOf: (headers: IncomingHttpHeaders) => string;
  /**
   * The URL that the client used as its registry: tarballs must lie below it. Throws for a host that
   * can't be one, and on loopback for any name that is not of this machine (a rebound DNS name, say).
   */
  baseUrlOf: (headers: IncomingHttpHeaders) => string;
}

export function createHosts(rules: HostRules): Hosts {
  const ownHost = rules.publicUrl === undefined ? undefined : new URL(rules.publicUrl).host;
  const nameOf = (headers: IncomingHttpHeaders): string => {
    const forwarded = rules.trustProxy ? headers['x-forwarded-host'] : undefined;
    return typeof forwarded === 'string' ? forwarded : (headers.host ?? '');
  };
  /** Of several proxies the last one is ours, as with addresses. */
  const schemeOf = (headers: IncomingHttpHeaders): string => {
    const forwarded = rules.trustProxy ? headers['x-forwarded-proto'] : undefined;
    const last = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
    return last?.toLowerCase() === 'https' ? 'https' : 'http';
  };
  return {
    siteOf: (headers) =>
      rules.trustProxy ? `${schemeOf(headers)} ${nameOf(headers)}` : (headers.host ?? ''),
    baseUrlOf(headers) {
      const name = nameOf(headers);
      if (!HOST.test(name)) throw invalid('the host header is missing or is not a host');
      if (rules.loopbackOnly && name !== ownHost && !LOOPBACK.test(name)) throw misdirected(name);
      return rules.publicUrl ?? `${schemeOf(headers)}://${name.toLowerCase()}`;
    },
  };
}

const misdirected = (name: string): RegistryError =>
  new RegistryError(
    'misdirected',
    `this registry listens on this machine only and is not called ${name}: set publicUrl in its configuration if it is`,
  );
