import { SEVERITIES } from '#domain/advisory.ts';
import { managedBy, type Managing } from '#http/web/managed.ts';
import { findAdvisoriesOf } from '#store/advisories.ts';
import type { Advisories } from '#web/manage/advisories.ts';

/** What the page of a package's advisories shows, but for what was just done. */
export async function shownAdvisories(call: Managing): Promise<Omit<Advisories, 'done'>> {
  const [managed, { list }] = await Promise.all([
    managedBy(call),
    findAdvisoriesOf(call.services.table, call.params.package),
  ]);
  const advisories = list.toSorted((a, b) => (a.updated < b.updated ? 1 : -1));
  return { managed, advisories, severities: SEVERITIES };
}
