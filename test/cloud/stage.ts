import { randomUUID } from 'node:crypto';
import { afterAll, inject } from 'vitest';

import { anonymous, type Client } from '../client.ts';
import { at, type Target } from '../target.ts';
import type { Role } from './aws/aws.ts';
import { firstAdmin } from './first-admin.ts';
import { type Rehearsal, startRehearsal } from './rehearsal.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What `cdk synth` wrote. */
    assembly: string;
    /** A real S3 server. */
    s3: { endpoint: string; accessKeyId: string; secretAccessKey: string };
  }
}

export interface Stage {
  readonly rehearsal: Rehearsal;
  readonly target: Target;
  /** Whoever signed up with the code of the secret. */
  readonly admin: Client;
}

/** A rehearsal of one's own, with its first admin; it ends with the test file. */
export async function startStage(
  change?: (role: Role) => Role,
  assembly = inject('assembly'),
): Promise<Stage> {
  const { rehearsal } = await bareStage(change, assembly);
  const target = at(rehearsal.url);
  const admin = anonymous(target).with(await firstAdmin(rehearsal));
  return { rehearsal, target, admin };
}

/** A rehearsal of one's own that nobody has used; `prefix` stands before the names of its buckets. */
export async function bareStage(
  change?: (role: Role) => Role,
  assembly = inject('assembly'),
): Promise<{ readonly rehearsal: Rehearsal; readonly prefix: string }> {
  const prefix = `${randomUUID().slice(0, 8)}-`;
  const rehearsal = await startRehearsal(assembly, { ...inject('s3'), prefix }, change);
  afterAll(async () => rehearsal.stop());
  return { rehearsal, prefix };
}
