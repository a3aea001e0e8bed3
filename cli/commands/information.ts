import type { Command, Options } from '../command/command.ts';
import { CLIENT_OPTIONS } from './common-options.ts';

export const SEARCH_OPTIONS = {
  limit: { type: 'string', value: 'number', default: '20', about: 'How many, up to 250' },
  ...CLIENT_OPTIONS,
} as const satisfies Options;

export const search: Command = {
  about: 'Find packages',
  arguments: [
    { name: 'word', many: true, about: 'What to look for: words, scope:acme, maintainer:alice' },
  ],
  options: SEARCH_OPTIONS,
  load: async () => import('../information/search.ts'),
};

export const view: Command = {
  about: 'Show a package, or what it says in some fields',
  arguments: [
    { name: 'package', about: 'Which package: left-pad, left-pad@^1.0.0, @acme/tool@beta' },
    { name: 'field', optional: true, many: true, about: 'Fields such as version or dist.tarball' },
  ],
  options: CLIENT_OPTIONS,
  examples: [
    { run: 'pantry view @acme/tool@^2', about: 'The newest version of that range' },
    { run: 'pantry view @acme/tool dist-tags.latest', about: 'A value alone, for scripts' },
  ],
  load: async () => import('../information/view.ts'),
};

export const DOWNLOADS_OPTIONS = {
  period: {
    type: 'string',
    value: 'period',
    default: 'last-week',
    about:
      'A time: last-day, last-week, last-month, last-year, 2026-01-31 or 2026-01-01:2026-01-31',
  },
  ...CLIENT_OPTIONS,
} as const satisfies Options;

export const downloads: Command = {
  about: 'Show how often a package was downloaded, where the registry counts that',
  arguments: [{ name: 'package', about: 'Which package' }],
  options: DOWNLOADS_OPTIONS,
  load: async () => import('../information/downloads.ts'),
};

export const OPEN_OPTIONS = {
  what: {
    type: 'string',
    choices: ['homepage', 'repository', 'issues', 'registry'],
    about: 'Which page; the first of them that there is, when not said',
  },
  print: { type: 'boolean', about: 'Nothing else is done anyway', hidden: true },
  ...CLIENT_OPTIONS,
} as const satisfies Options;

export const open: Command = {
  about: 'Print the URL of a page of a package; no browser is opened',
  arguments: [{ name: 'package', about: 'Which package' }],
  options: OPEN_OPTIONS,
  load: async () => import('../information/open.ts'),
};
