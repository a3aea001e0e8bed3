import { pageLinks } from '#web/forms/pages.ts';
import { type Markup, markup } from '#web/markup.ts';
import { dateOf } from '#web/wording.ts';

/** What the log says of one change. */
export interface ShownEvent {
  readonly at: string;
  readonly action: string;
  readonly actor: string;
  readonly address: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly detail: unknown;
}

interface Log {
  readonly events: readonly ShownEvent[];
  /** To what is older. */
  readonly older: string | undefined;
  /** To the newest; undefined: these are. */
  readonly newest: string | undefined;
}

/** A page of the audit log. */
export const eventList = ({ events, older, newest }: Log): Markup =>
  markup`${
    events.length === 0
      ? markup`<p class="notice">Nothing more is written here.</p>`
      : markup`<ol class="list">${events.map(entry)}</ol>`
  }
${pageLinks(newest, older)}`;

const entry = ({
  at,
  action,
  actor,
  address,
  before,
  after,
  detail,
}: ShownEvent): Markup => markup`<li><p><strong>${ACTIONS[action] ?? action}</strong> by ${actor}, ${dateOf(at)} <small>${at.slice(11, 19)} UTC from ${address}</small></p>
<details><summary>Details</summary><pre tabindex="0">${JSON.stringify({ ...asObject(detail), before, after }, undefined, 2)}</pre></details></li>`;

const asObject = (detail: unknown): object =>
  typeof detail === 'object' && detail !== null ? detail : {};

/** In words; what is not here stands as the log has it. */
const ACTIONS: Readonly<Record<string, string>> = {
  publish: 'Published',
  stage: 'Staged',
  approve: 'Approved',
  reject: 'Rejected',
  tag: 'Set a tag',
  untag: 'Removed a tag',
  deprecate: 'Changed deprecations',
  unpublish: 'Unpublished',
  visibility: 'Changed who can read it',
  rules: 'Changed rules',
  owners: 'Changed owners',
  'owner-add': 'Added an owner',
  'owner-remove': 'Removed an owner',
  trust: 'Trusted a publisher',
  'trust-revoke': 'Trusted a publisher no longer',
  'run-revoke': 'Ended a run',
  advisory: 'Published an advisory',
  'advisory-remove': 'Withdrew an advisory',
  star: 'Starred',
  unstar: 'Took a star back',
  'org-create': 'Made the organization',
  'org-set': 'Changed the organization',
  'member-set': 'Set a member',
  'member-remove': 'Removed a member',
  'member-join': 'Joined',
  'team-create': 'Made a team',
  'team-destroy': 'Removed a team',
  'team-add': 'Put somebody into a team',
  'team-remove': 'Took somebody out of a team',
  grant: 'Changed what a team may do',
  invite: 'Made an invitation',
  'invite-revoke': 'Took an invitation back',
};
