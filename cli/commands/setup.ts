import type { Command, Options } from '../command/command.ts';
import { REGISTRY } from './common-options.ts';

export const SETUP_OPTIONS = {
  registry: {
    ...REGISTRY,
    about:
      'The registry, else PANTRY_REGISTRY, else that of the last login, else npm’s configuration',
  },
  scope: { type: 'string', value: '@acme', multiple: true, about: 'Packages of this scope' },
  all: { type: 'boolean', about: 'All packages come from there; --scope says which are your own' },
  client: {
    type: 'string',
    value: 'npm,pnpm,yarn,bun,deno',
    multiple: true,
    about: 'For these; those that the project’s files tell of when not said',
  },
  global: { type: 'boolean', about: 'For all projects of this user' },
  yes: { type: 'boolean', short: 'y', about: 'Ask nothing' },
  'dry-run': { type: 'boolean', about: 'Show what would change' },
  undo: { type: 'boolean', about: 'Take back what earlier runs changed here' },
} as const satisfies Options;

export const DOCTOR_OPTIONS = {
  registry: REGISTRY,
  scope: SETUP_OPTIONS.scope,
} as const satisfies Options;

export const setup: Command = {
  about: 'Configure npm, pnpm, yarn, bun and deno for a registry',
  details: `Writes .npmrc, .yarnrc.yml, pnpm-workspace.yaml, bunfig.toml and deno.json of a project: where a scope or all
packages come from, and that versions of your own scopes need not be a day old. Shows what it changes and asks
first. A token is written to files of your home alone.`,
  options: SETUP_OPTIONS,
  examples: [
    { run: 'pantry setup --scope @acme', about: 'Packages of a scope' },
    { run: 'pantry setup --all --scope @acme --yes', about: 'All packages, with no questions' },
    { run: 'pantry setup --undo', about: 'As it was before' },
  ],
  load: async () => import('../setup/setup.ts'),
};

export const doctor: Command = {
  about: 'Find out why packages don’t come from where they should',
  details: `Looks at the registry, the clock, tokens, each client’s configuration, lockfiles, proxies and certificates. Each
finding brings the command that mends it; the exit code is 1 where something is broken.`,
  options: DOCTOR_OPTIONS,
  load: async () => import('../doctor/doctor.ts'),
};
