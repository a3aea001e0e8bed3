import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import {
  packageAuditPath,
  packagePath,
  settingsPath,
  type SettingsTab,
  ticketsPath,
} from '#web/paths.ts';

/** The package whose settings are shown, and what its viewer may do. */
export interface Managed {
  readonly name: string;
  readonly visibility: 'public' | 'private';
  /** Whether there is a package yet, or only versions that wait for approval. */
  readonly exists: boolean;
  /** Owners and admins do everything; who may only publish tags, deprecates and approves. */
  readonly manages: boolean;
  readonly unpublishes: boolean;
}

type Tab = SettingsTab | 'audit' | 'tickets' | undefined;

interface Shown {
  readonly managed: Managed;
  /** The page that this is; absent: the settings themselves. */
  readonly tab?: SettingsTab | 'audit';
  /** What was just done. */
  readonly done?: string | undefined;
  readonly content: Content;
}

/** A page of a package's settings: the ways to the others, what was just done, and the content. */
export function settingsShell({ managed, tab, done, content }: Shown): Page {
  const { name, visibility } = managed;
  const label = tab && LABELS[tab];
  return {
    title: `${label === undefined ? '' : `${label} · `}Settings · ${name}`,
    content: markup`<header>
<h1><a class="name" href="${packagePath(name)}">${name}</a> <small class="version">Settings</small>${visibility === 'private' && markup` <span class="tag">private</span>`}</h1>
</header>
${tabs(managed, tab)}
${notice(done)}
${content}`,
  };
}

/** Says what a form has done, from words of our own alone. */
const notice = (done: string | undefined): Content =>
  done !== undefined &&
  Object.hasOwn(DONE, done) &&
  markup`<p class="notice" role="status">${DONE[done]}</p>`;

const DONE: Readonly<Record<string, string>> = {
  saved: 'Saved.',
  'owner-added': 'The package has another owner.',
  'owner-removed': 'The owner was removed.',
  trusted: 'The publisher is trusted now.',
  untrusted: 'The publisher is trusted no longer, and the runs that it let in are ended.',
  'run-ended': 'The run can publish no more.',
  deprecated: 'Deprecated. Clients show the message when they install these versions.',
  undeprecated: 'The deprecation was taken back.',
  tagged: 'The tag was set.',
  untagged: 'The tag was removed.',
  unpublished: 'The version was unpublished.',
  approved: 'Approved and published.',
  rejected: 'Rejected. Its number is free again.',
  advised: 'The advisory is published. Audits show it from now on.',
  withdrawn: 'The advisory was withdrawn.',
};

const LABELS: Readonly<Record<NonNullable<Tab>, string>> = {
  owners: 'Owners',
  trust: 'Trusted publishers',
  versions: 'Versions',
  staged: 'Waiting for approval',
  advisories: 'Advisories',
  missing: 'Missed',
  audit: 'Log',
  tickets: 'Tickets',
  unpublish: 'Unpublish',
};

const ALL: readonly Tab[] = [
  undefined,
  'owners',
  'trust',
  'versions',
  'staged',
  'advisories',
  'missing',
  'audit',
  'tickets',
  'unpublish',
];
const OF_PUBLISHERS: ReadonlySet<Tab> = new Set<Tab>(['versions', 'staged']);

const tabs = (managed: Managed, current: Tab): Content =>
  managed.exists &&
  markup`<nav class="tabs" aria-label="Settings"><ul>
${ALL.filter((tab) => isOpen(managed, tab)).map((tab) => link(managed.name, tab, tab === current))}
</ul></nav>`;

const isOpen = ({ manages, unpublishes }: Managed, tab: Tab): boolean =>
  tab === 'unpublish' ? unpublishes : manages || OF_PUBLISHERS.has(tab);

const link = (name: string, tab: Tab, isCurrent: boolean): Markup =>
  markup`<li><a href="${pathOf(name, tab)}"${isCurrent && markup` aria-current="page"`}>${tab === undefined ? 'Access and rules' : LABELS[tab]}</a></li>`;

function pathOf(name: string, tab: Tab): string {
  if (tab === 'audit') return packageAuditPath(name);
  return tab === 'tickets' ? ticketsPath({ of: name }) : settingsPath(name, tab);
}
