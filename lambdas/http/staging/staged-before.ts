import { versionExists, versionStaged } from '#domain/errors.ts';
import type { Publisher } from '#domain/principal.ts';
import { type ClaimedVersion, isBy } from '#http/repeated-publish.ts';
import type { Services } from '#store/services.ts';
import { findHolder, findStaged } from '#store/staging.ts';

interface Staging {
  readonly principal: Publisher;
  readonly services: Pick<Services, 'table' | 'now'>;
}

/**
 * The id of the same bytes that the same person or run staged before: clients repeat what got no answer. Undefined
 * where the number is free. Anything else that has it is not replaced, not even what nobody approved yet: who
 * looks at a staged version and approves it has to mean the same bytes.
 */
export async function stagedBefore(
  { principal, services }: Staging,
  { name, version, integrity }: ClaimedVersion,
  tags: readonly string[] = [],
): Promise<string | undefined> {
  const holder = await findHolder(services, name, version);
  if (holder.kind === 'free') return undefined;
  if (holder.kind !== 'staged') throw versionExists(version);
  const staged = await findStaged(services, holder.stageId);
  const same = staged?.draft.integrity === integrity && staged && isBy(staged.draft, principal);
  if (same && tags.every((tag) => staged.tags.some((other) => other === tag))) return staged.id;
  throw versionStaged(version, holder.stageId);
}
