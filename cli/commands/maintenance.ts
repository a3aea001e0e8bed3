import type { Command, Group, Options } from '../command/command.ts';

const REGISTRY = {
  type: 'string',
  value: 'URL',
  about: 'Ask a running registry, as an admin: with PANTRY_TOKEN',
} as const;

const settingsAnd = (own: Options) => async (): Promise<Options> => ({
  registry: REGISTRY,
  ...own,
  ...(await import('../settings.ts')).SETTING_OPTIONS,
});

const details =
  'Works on a data folder that no registry uses (--data), or asks a running one (--registry).';

export const rebuild: Command = {
  about: 'Render documents and search anew wherever they differ from the table',
  details,
  options: settingsAnd({}),
  load: async () => import('../rebuild.ts'),
};

export const gc: Command = {
  about: 'Remove files that no published version names',
  details,
  options: settingsAnd({}),
  load: async () => import('../gc.ts'),
};

const PACKAGES = {
  name: 'package',
  many: true,
  about: 'Which packages: left-pad, left-pad@1.0.0, @acme or eslint-*',
} as const;

export const cache: Group = {
  about: 'Show, remove or verify what is kept of upstreams',
  details,
  commands: {
    ls: {
      about: 'List what is kept',
      arguments: [{ ...PACKAGES, optional: true }],
      options: settingsAnd({
        all: { type: 'boolean', about: 'Also what was fetched once and is not kept any more' },
      }),
      load: async () => ({ main: (await import('../cache.ts')).ls }),
    },
    rm: {
      about: 'Remove what is kept',
      arguments: [PACKAGES],
      options: settingsAnd({
        forget: {
          type: 'boolean',
          about: 'Let a version be another than it was afterwards; else that is refused for good',
        },
      }),
      load: async () => ({ main: (await import('../cache.ts')).rm }),
    },
    stats: {
      about: 'Count what is kept',
      options: settingsAnd({}),
      load: async () => ({ main: (await import('../cache.ts')).stats }),
    },
    verify: {
      about: 'Read all that is kept and compare it with what it has to be',
      options: settingsAnd({}),
      load: async () => ({ main: (await import('../cache.ts')).verify }),
    },
  },
};
