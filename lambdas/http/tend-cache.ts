import type { UserPrincipal } from '#domain/principal.ts';
import { parseVersion } from '#domain/version.ts';
import { auditOf, noteInRegistry } from '#http/audit.ts';
import type { Request } from '#http/request.ts';
import { cacheOf } from '#http/upstream-cache.ts';
import type { Services } from '#store/services.ts';
import { type Forgetting, type Removal, removeKept } from '#store/upstream/cache/remove-kept.ts';
import { type Verification, verifyKept } from '#store/upstream/cache/verify-kept.ts';

interface Tending {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** Where to begin, and how much one request is about. */
interface Part {
  readonly after?: string | undefined;
  readonly size: number;
}

interface WhatToRemove extends Part {
  /** A name, a scope or a pattern. */
  readonly package: string;
  readonly version?: string | undefined;
  readonly forget: 'true' | 'false';
}

/** Removes some of what is kept of upstreams, and notes who wanted it. */
export async function removeFromCache(call: Tending, wanted: WhatToRemove): Promise<Removal> {
  const { package: pattern, version: text, forget, after, size } = wanted;
  const version = text === undefined ? undefined : parseVersion(text);
  const forgetting: Forgetting = (_, pins) => {
    const known = pins.map((pin) => [pin.version, pin.integrity]);
    return auditOf(call, 'forget-tarballs', {}, { before: Object.fromEntries(known) });
  };
  const removal = { pattern, version, after, size };
  const parts = cacheOf(call.services);
  await noteInRegistry(call, 'cache-remove', { ...wanted });
  return removeKept(parts, { ...removal, forget: forget === 'true' ? forgetting : undefined });
}

/** Reads some of what is kept again, removes what is damaged, and notes it. */
export async function verifyCache(call: Tending, { after, size }: Part): Promise<Verification> {
  const verification = await verifyKept(cacheOf(call.services), { after, size });
  const { damaged } = verification;
  if (damaged.length > 0) await noteInRegistry(call, 'cache-verify', { damaged });
  return verification;
}
