import type { Policy } from '#store/services.ts';

import { BYTES_PER_MEGABYTE, type Settings } from './schema.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/** Whether an address is of this machine only. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** The registry's rules as its settings put them; what is not set is stricter beyond loopback. */
export function toPolicy(settings: Settings): Policy {
  const local = isLoopback(settings.host);
  return {
    publicUrl: settings.publicUrl ?? `http://localhost:${settings.port}`,
    signUp: settings.signUp ?? (local ? 'open' : 'invite'),
    reads: settings.reads,
    unpublish: settings.unpublish,
    fromCi: settings.fromCi,
    newPackages: settings.newPackages,
    passwordLogin: settings.sso?.passwordLogin ?? true,
    passwordLength: settings.passwordLength ?? (local ? 1 : 10),
    credentialLifetime: 5000,
    limits: {
      tarball: settings.maxTarball * BYTES_PER_MEGABYTE,
      unpacked: settings.maxUnpacked * BYTES_PER_MEGABYTE,
      files: settings.maxFiles,
      document: settings.maxDocument * BYTES_PER_MEGABYTE,
    },
  };
}
