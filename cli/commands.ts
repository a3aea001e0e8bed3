/** A command: what it is for, and where its code is once it is wanted. */
export interface Command {
  readonly about: string;
  readonly load: () => Promise<{ readonly main: (args: readonly string[]) => Promise<number> }>;
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  start: {
    about: 'Run a registry on this machine',
    load: async () => import('./start.ts'),
  },
  publish: {
    about: 'Publish a tarball of any size',
    load: async () => import('./publish.ts'),
  },
  trust: {
    about: 'Say which workflows of CI may publish a package',
    load: async () => import('./trust.ts'),
  },
  mirror: {
    about: 'Have a registry keep all that a lockfile or a package needs',
    load: async () => import('./mirror.ts'),
  },
  import: {
    about: 'Bring packages of another registry here, with their dates',
    load: async () => import('./import.ts'),
  },
  cache: {
    about: 'Show, remove or verify what is kept of upstreams',
    load: async () => import('./cache.ts'),
  },
  rebuild: {
    about: 'Render documents and search anew wherever they differ from the table',
    load: async () => import('./rebuild.ts'),
  },
  gc: {
    about: 'Remove files that no published version names',
    load: async () => import('./gc.ts'),
  },
  help: { about: 'Show this', load: async () => import('./help.ts') },
  version: { about: 'Show the version', load: async () => import('./version.ts') },
};
