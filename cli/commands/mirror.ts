import type { Command, Options } from '../command/command.ts';
import { REGISTRY } from './common-options.ts';

export const OPTIONS = {
  registry: REGISTRY,
  full: {
    type: 'boolean',
    about: 'Also whole documents, which `npm install` reads, and pnpm 11 and later',
  },
  concurrency: { type: 'string', value: 'number', default: '16', about: 'Requests at once' },
} as const satisfies Options;

export const mirror: Command = {
  about: 'Have a registry keep all that a lockfile or a package needs',
  details: `Makes a registry keep what package-lock.json, pnpm-lock.yaml, yarn.lock or bun.lock names,
or packages such as react@19 and all that they depend on, so that these install when the upstream
is gone.`,
  arguments: [
    { name: 'lockfile | package', about: 'What to mirror', many: true, complete: 'file' },
  ],
  options: OPTIONS,
  examples: [
    { run: 'pantry mirror package-lock.json', about: 'All that a project needs' },
    { run: 'pantry mirror react@19 --full', about: 'A package and all that it depends on' },
  ],
  load: async () => import('../mirror.ts'),
};
