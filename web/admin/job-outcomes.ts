import { type Markup, markup } from '#web/markup.ts';
import { adminTabPath } from '#web/paths.ts';
import { momentOf, numberOf, shortText } from '#web/wording.ts';

import { wideTable } from './shell.ts';

/** How jobs went, and what waits because nobody could work on it. */
export interface JobOutcomes {
  readonly jobs: readonly {
    readonly job: keyof typeof TITLES;
    readonly state: 'done' | 'failed' | 'running';
    /** ISO times. */
    readonly startedAt: string;
    readonly endedAt?: string;
    readonly report: Readonly<Record<string, number>>;
    readonly errors: readonly string[];
    /** Of one that several work on: parts that have ended, of how many. */
    readonly parts?: { readonly ended: number; readonly of: number };
  }[];
  /** Undefined: there are no such queues. */
  readonly deadLetters?: readonly {
    readonly queue: keyof typeof QUEUES;
    /** Undefined: it could not be asked. */
    readonly messages?: number;
  }[];
}

const TITLES = {
  rebuild: 'Rebuild',
  gc: 'Collect garbage',
  downloads: 'Add downloads up',
  'edge-log': 'Read the edge’s log',
  popularity: 'Tell search of downloads',
  'trust-root': 'Fetch the trust root',
  canary: 'Canary',
} as const;

/** Errors that are shown of a job, and characters of each: they may hold names of packages. */
const ERRORS = 3;
const LONGEST_ERROR = 600;

export function lastOutcomes({ jobs }: JobOutcomes): Markup {
  if (jobs.length === 0) {
    return markup`<p>No job has run yet. Each is listed here after it has run for the first time.</p>`;
  }
  return wideTable('How jobs went', ['Job', 'Outcome', 'Began', 'Ended', 'Report'], jobs.map(row));
}

const row = (outcome: JobOutcomes['jobs'][number]): Markup => {
  const { job, state, startedAt, endedAt, parts } = outcome;
  const ended = state === 'running' ? undefined : endedAt;
  return markup`<tr><th scope="row">${TITLES[job]}</th><td>${STATES[state]}${parts && parts.ended < parts.of && markup` <small>${parts.ended} of ${parts.of} parts are through</small>`}</td><td>${momentOf(startedAt)}</td><td>${ended !== undefined && momentOf(ended)}</td><td>${reportOf(outcome)}</td></tr>`;
};

const STATES = {
  done: markup`<span class="tag">well</span>`,
  failed: markup`<span class="tag bad">failed</span>`,
  running: markup`<span class="tag">running</span>`,
} as const;

function reportOf({ report, errors }: JobOutcomes['jobs'][number]): Markup {
  const numbers = Object.entries(report);
  const more = errors.length - ERRORS;
  const lines = [
    ...errors.slice(0, ERRORS).map((error) => shortText(error, LONGEST_ERROR)),
    ...(more > 0 ? [`And ${numberOf(more)} more, see the log.`] : []),
    ...(numbers.length > 0
      ? [numbers.map(([what, count]) => `${what}: ${numberOf(count)}`).join(', ')]
      : []),
  ];
  return markup`${lines.map((line, at) => markup`${at > 0 && markup`<br>`}${line}`)}`;
}

/** What each queue holds, and what to do. */
const QUEUES = {
  jobs: [
    'Jobs',
    'A rebuild or garbage collection failed three times. Read why in the log of JobsRunJob, mend that, and run the job again, or move the messages back.',
  ],
  downloads: [
    'Downloads',
    'Downloads could not be counted. Read why in the log of JobsCountDownloads, mend that, and move the messages back: they are counted then.',
  ],
  changes: [
    'Changes',
    'Documents or search may be behind some packages. Read why in the log of JobsFollowChanges, mend that, run rebuild, and purge the queue.',
  ],
  schedules: [
    'Schedules',
    'A schedule did not reach what it starts. The next run does the same work: purge the queue.',
  ],
} as const;

/** Nothing where there are none. */
export function deadLetters({ deadLetters: queues }: JobOutcomes): Markup | undefined {
  if (!queues) return undefined;
  const some = queues.some(({ messages }) => messages !== 0);
  return markup`<h2 id="dead-letters">Dead letters</h2>
${some ? markup`<p>What failed again and again waits for two weeks in these queues of SQS, and an alarm rings until they are empty.</p>` : markup`<p class="notice">Nothing waits: all that failed was repeated, and went well.</p>`}
${wideTable('Dead letters', ['Queue', 'Messages', 'What to do'], queues.map(waiting))}
${some && markup`<p>Messages are moved back by <code>aws sqs start-message-move-task --source-arn</code> and the ARN of the dead letters, and purged by <code>aws sqs purge-queue --queue-url</code>. A <a href="${adminTabPath('jobs')}">rebuild</a> is never wrong.</p>`}`;
}

const waiting = ({ queue, messages }: NonNullable<JobOutcomes['deadLetters']>[number]): Markup => {
  const [title, todo] = QUEUES[queue];
  return markup`<tr><th scope="row">${title}</th><td>${messages === undefined ? 'not known' : markup`${messages > 0 ? markup`<span class="tag bad">${numberOf(messages)}</span>` : '0'}`}</td><td>${messages === undefined ? 'SQS could not be asked: look again in a moment.' : messages > 0 && todo}</td></tr>`;
};
