import * as v from 'valibot';

import { AUDIT_QUERY, readAudit } from '#http/audit-page.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { auditLogPage } from '#web/admin/audit.ts';

/** Events of a page. */
const SIZE = 50;

/** A field that was left empty is not asked for. */
const Given = <const S extends v.GenericSchema<string | undefined, string | undefined>>(
  schema: S,
) =>
  v.pipe(
    v.optional(v.string(), ''),
    v.trim(),
    v.transform((text) => (text === '' ? undefined : text)),
    schema,
  );

const { actor, action, from, to } = AUDIT_QUERY;

/** Of an area of its own: no function that may read events may write any. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/audit',
  summary: 'Show admins who changed what in the registry, the newest first',
  permission: 'admin',
  query: v.object({
    subject: Given(actor),
    actor: Given(actor),
    action: Given(action),
    from: Given(from),
    to: Given(to),
    cursor: v.optional(v.string()),
  }),
  tokensOnly: true,
  stores: ['audit:read'],
  page: true,
});

export const handle = page(route, async ({ query, request, services }) => {
  const { events, next } = await readAudit({ ...query, size: SIZE }, services);
  const { cursor, ...fields } = query;
  const filter = Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  );
  return showPage(auditLogPage({ filter, events, next, later: cursor !== undefined }), request);
});
