import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { adminTabPath, auditPath } from '#web/paths.ts';

import { deadLetters, type JobOutcomes, lastOutcomes } from './job-outcomes.ts';
import { adminShell, wideTable } from './shell.ts';

export const jobsPage = (now: JobOutcomes): Page =>
  adminShell({
    title: 'Jobs',
    tab: 'jobs',
    content: markup`<h2>Run now</h2>
<ul class="cards">
${JOBS.map(([job, title, text]) => markup`<li class="card"><h3>${title}</h3><p>${text}</p><form method="post" action="${adminTabPath('jobs')}"><input type="hidden" name="job" value="${job}"><button>Run ${job}</button></form></li>`)}
</ul>
<p><a href="${auditPath({ action: 'job' })}">Who ran a job, and when</a></p>
<h2>How jobs went</h2>
${lastOutcomes(now)}
${deadLetters(now)}
<h2>What runs by itself</h2>
${wideTable(
  'What runs by itself',
  ['What', 'On one machine', 'On AWS'],
  SCHEDULE.map(
    ([what, machine, cloud]) =>
      markup`<tr><th scope="row">${what}</th><td>${machine}</td><td>${cloud}</td></tr>`,
  ),
)}
<p>What fails is in the log. On AWS it waits in a dead-letter queue besides, and an alarm rings.</p>`,
  });

const JOBS = [
  [
    'rebuild',
    'Rebuild',
    'Brings everything that is derived in step with the table: documents, search, copies at the edge. It harms nothing, and takes a while where there are many packages.',
  ],
  ['gc', 'Collect garbage', 'Removes files that no version names, and that are older than a day.'],
] as const;

const SCHEDULE = [
  ['Unused files (gc)', 'once a day', 'at 04:10 UTC'],
  [
    'What is derived from packages (rebuild)',
    'what a crash left behind, at each start',
    'at 03:10 UTC',
  ],
  ['Downloads are added up', 'every minute', 'within half a minute'],
  ['Expired items, abandoned uploads', 'every hour', 'by the table and the bucket'],
  ['Tarballs of upstreams beyond their room', 'every hour', 'there is no limit'],
  ['Lists of known malware', 'every hour', 'every hour'],
  ['The trust root of provenance', 'once a day', 'every 12 hours'],
  ['The canary', 'does not run', 'every quarter of an hour'],
] as const;

/** What a job said, as it is. */
export const jobReportPage = (job: string, report: object): Page =>
  adminShell({
    title: `Job ${job}`,
    tab: 'jobs',
    content: markup`${'started' in report ? markup`<p class="notice">It was started, and goes on by itself. The list of jobs has its report when it is through.</p>` : told(report)}
<p><a href="${adminTabPath('jobs')}">Back to the jobs</a></p>`,
  });

const told = (report: object): Markup => markup`<p class="notice">It is done.</p>
<dl class="facts">${Object.entries(report).map(([name, value]) => markup`<dt>${name}</dt><dd>${String(value)}</dd>`)}</dl>`;
