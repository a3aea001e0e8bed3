import { createWriteTransaction } from 'electrodb';
import { randomUUID } from 'node:crypto';

import type { PackageName } from '#domain/package-name.ts';
import type { Version } from '#domain/version.ts';
import { toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import type { Services } from '#store/services.ts';
import { transact } from '#store/transact.ts';

import { createRecent } from './recent.ts';
import { UpstreamError } from './upstream-error.ts';

interface Bytes {
  readonly name: PackageName;
  readonly version: Version;
  /** Integrities, or SHA-1 in hex where the upstream has nothing better. */
  readonly promised: string;
  readonly got: string;
}

/** Bytes that are not those of the version: never kept, never handed out whole. */
export class Mismatch extends UpstreamError {
  readonly bytes: Bytes;

  constructor(bytes: Bytes) {
    const { name, version, promised, got } = bytes;
    super(
      'unusable',
      `the tarball of ${name}@${version} is not what it has to be: ${promised} was promised, ${got} came`,
    );
    this.bytes = bytes;
  }
}

const HOUR = 3_600_000;
const ENTITIES = { auditEvents };

/** Writes mismatches into the audit log, each once an hour: whoever asks again and again does not fill it. */
export function createMismatchRecorder(
  { table, now, policy }: Pick<Services, 'table' | 'now' | 'policy'>,
  url: string,
) {
  const written = createRecent<true>(HOUR, now);
  return async ({ bytes }: Mismatch): Promise<void> => {
    const { name, version, promised, got } = bytes;
    const what = `${name}@${version} ${got}`;
    if (written.get(what)) return;
    written.add(what, true);
    const event = {
      id: randomUUID(),
      at: now().toISOString(),
      action: 'refuse-tarball',
      subject: `package:${name}`,
      actor: url,
      address: new URL(url).host,
      detail: { version, promised, got },
      days: policy.auditRetention,
    };
    const transaction = createWriteTransaction(ENTITIES, (entities) => [
      entities.auditEvents.create(toAuditItem(event)).commit(),
    ]);
    await transact(table, transaction);
  };
}
