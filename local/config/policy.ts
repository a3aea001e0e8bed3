import { hostname } from 'node:os';

import { withPublicIssuers } from '#domain/ci/issuers.ts';
import {
  DEFAULT_RATES,
  type LimitName,
  NO_RATES,
  RATE_SETTINGS,
  type Rates,
} from '#domain/rate-limit.ts';
import type { Policy } from '#store/services.ts';
import { PUBLIC } from '#store/trust/bundled-root.ts';

import { BYTES_PER_MEGABYTE, type Settings } from './schema.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/** Whether an address is of this machine only. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

const provenanceOf = ({ provenance, trustRoot }: Settings): Policy['provenance'] => {
  if (provenance === 'off') return 'off';
  return trustRoot === PUBLIC ? 'public' : 'own';
};

const takesPasswords = ({ sso }: Settings): boolean => sso?.passwordLogin ?? true;

/** The registry's rules as its settings put them; what is not set is stricter beyond loopback. */
export function toPolicy(settings: Settings): Policy {
  const local = isLoopback(settings.host);
  return {
    publicUrl: settings.publicUrl ?? `http://localhost:${settings.port}`,
    signUp: settings.signUp ?? (local ? 'open' : 'invite'),
    orgs: settings.orgs ?? (local ? 'anyone' : 'admins'),
    ownScopes: settings.ownScopes,
    reads: settings.reads,
    unpublish: settings.unpublish,
    fromCi: settings.fromCi,
    stageDays: settings.stageDays,
    downloadLimit: settings.downloadLimit,
    audiences: audiencesOf(settings),
    ciIssuers: withPublicIssuers(settings.ciIssuers),
    trustedOwners: settings.trustedOwners,
    newPackages: settings.newPackages,
    passwordLogin: takesPasswords(settings),
    secondFactor: settings.secondFactor,
    provenance: provenanceOf(settings),
    passwordLength: settings.passwordLength ?? (local ? 1 : 10),
    credentialLifetime: 5000,
    limits: {
      tarball: settings.maxTarball * BYTES_PER_MEGABYTE,
      unpacked: settings.maxUnpacked * BYTES_PER_MEGABYTE,
      files: settings.maxFiles,
      document: settings.maxDocument * BYTES_PER_MEGABYTE,
    },
    rates: ratesOf(settings, local && !settings.trustProxy ? NO_RATES : DEFAULT_RATES),
    auditRetention: settings.auditRetention,
  };
}

/**
 * npm asks for `npm:` and the name of the host, yarn 4 adds the port. What a request says of its host decides
 * nothing: an ID token for another registry would be good here for whoever got hold of it.
 */
function audiencesOf({ publicUrl, host, port }: Settings): readonly string[] {
  const own = ownNames(host).map((name) => `http://${name}:${port}`);
  const urls = publicUrl === undefined ? own : [publicUrl];
  const audiences = urls.flatMap((url) => {
    const { hostname: name, host: withPort } = new URL(url);
    return [`npm:${name}`, `npm:${withPort}`];
  });
  return [...new Set(audiences)];
}

const ownNames = (host: string): readonly string[] =>
  isLoopback(host) || /^(?:0\.0\.0\.0|::)$/.test(host)
    ? ['localhost', '127.0.0.1', '[::1]', hostname()]
    : [host.includes(':') ? `[${host}]` : host];

/** On loopback everybody is the same person; behind a proxy on loopback they are not. */
const ratesOf = (settings: Settings, initial: Rates): Rates => {
  const rate = (name: LimitName): number => settings[RATE_SETTINGS[name]] ?? initial[name];
  return {
    login: rate('login'),
    exchange: rate('exchange'),
    publish: rate('publish'),
    tokens: rate('tokens'),
    profile: rate('profile'),
    tickets: rate('tickets'),
  };
};
