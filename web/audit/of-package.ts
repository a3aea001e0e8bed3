import type { Page } from '#web/layout.ts';
import { type Managed, settingsShell } from '#web/manage/shell.ts';
import { markup } from '#web/markup.ts';
import { packageAuditPath } from '#web/paths.ts';

import { eventList, type ShownEvent } from './events.ts';

interface PackageLog {
  readonly managed: Managed;
  readonly events: readonly ShownEvent[];
  readonly next: string | null;
  readonly isFirst: boolean;
}

export const packageLogPage = ({ managed, events, next, isFirst }: PackageLog): Page =>
  settingsShell({
    managed,
    tab: 'audit',
    content: markup`<section><h2>Who changed what</h2>
${eventList({
  events,
  older: next === null ? undefined : packageAuditPath(managed.name, { cursor: next }),
  newest: isFirst ? undefined : packageAuditPath(managed.name),
})}</section>`,
  });
