import * as v from 'valibot';

import { invalid } from '#domain/errors.ts';
import { json, type Reply } from '#http/reply.ts';
import { listAudit, type LoggedEvent } from '#store/audit-log.ts';
import type { Services } from '#store/services.ts';

const Time = v.optional(
  v.pipe(
    v.string(),
    v.check(
      (text) => /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)),
      'must be a time such as 2026-11-21 or 2026-11-21T09:30:00Z',
    ),
    v.transform((text) => new Date(text).toISOString()),
  ),
);

const Text = v.optional(v.pipe(v.string(), v.maxLength(300, 'must not be so long')));

const MOST = 500;

/** What every reading of the audit log can be asked for. */
export const AUDIT_QUERY = {
  actor: Text,
  action: Text,
  from: Time,
  to: Time,
  cursor: v.optional(v.string()),
  size: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1 on'),
      v.transform((text) => Math.min(Number(text), MOST)),
    ),
    '100',
  ),
};

/** The same, of one subject that the path names. */
export const AuditOfSubject = v.object(AUDIT_QUERY);

type Filter = v.InferOutput<typeof AuditOfSubject> & { readonly subject?: string | undefined };

/** Events as they are shown, and where the next page begins. */
interface AuditEvents {
  readonly events: readonly LoggedEvent[];
  readonly next: string | null;
}

/** A page of the audit log, for whoever may read it. */
export async function readAudit(
  { cursor, ...filter }: Filter,
  { table, now, policy }: Services,
): Promise<AuditEvents> {
  const { events, next } = await listAudit(table, {
    ...filter,
    after: cursor === undefined ? undefined : toPlace(cursor),
    now: now(),
    retention: policy.auditRetention,
  });
  return { events, next: next === undefined ? null : toCursor(next) };
}

/** The same as clients read it. Nobody else is to keep it. */
export const auditPage = async (filter: Filter, services: Services): Promise<Reply> => ({
  ...json(await readAudit(filter, services)),
  headers: { 'cache-control': 'no-store' },
});

const toCursor = (place: string): string => Buffer.from(place).toString('base64url');

function toPlace(cursor: string): string {
  const place = Buffer.from(cursor, 'base64url').toString();
  if (/^\d{4}-\d\d-\d\dT[\d:.]{12}Z#[\w-]{1,64}$/.test(place)) return place;
  throw invalid('query.cursor: must be what the page before said with `next`');
}
