import type { Page } from '#web/layout.ts';
import { markup } from '#web/markup.ts';
import { orgAuditPath, orgPath } from '#web/paths.ts';

import { eventList, type ShownEvent } from './events.ts';

interface OrgLog {
  readonly org: string;
  readonly events: readonly ShownEvent[];
  readonly next: string | null;
  readonly isFirst: boolean;
}

export const orgLogPage = ({ org, events, next, isFirst }: OrgLog): Page => ({
  title: `Log · ${org}`,
  content: markup`<h1><a class="name" href="${orgPath(org)}">@${org}</a> <small class="version">Log</small></h1>
${eventList({
  events,
  older: next === null ? undefined : orgAuditPath(org, { cursor: next }),
  newest: isFirst ? undefined : orgAuditPath(org),
})}`,
});
