import type { Command } from '../command/command.ts';

const settings = async () => (await import('../settings.ts')).SETTING_OPTIONS;

export const start: Command = {
  about: 'Run a registry on this machine',
  details:
    'Every setting of docs/configuration.md is an option, and an environment variable too, such as\nPANTRY_PUBLIC_URL. Needs Node 24 or later.',
  options: settings,
  examples: [
    { run: 'pantry start', about: 'At http://localhost:4873, with its data in the folder data' },
    {
      run: 'pantry start --host 0.0.0.0 --public-url https://npm.example.com',
      about: 'Beyond this machine, behind a proxy with TLS',
    },
  ],
  load: async () => import('../start.ts'),
};
