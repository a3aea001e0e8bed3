import type { Argument, Command, Group, Options } from '../command/command.ts';
import { CLIENT_OPTIONS } from './common-options.ts';

const USER: Argument = { name: 'user', about: 'Which user' };
const PACKAGE: Argument = { name: 'package', about: 'Which package' };

const owners = async () => import('../organizing/owners.ts');

export const owner: Group = {
  about: 'Say who owns a package',
  commands: {
    ls: {
      about: 'List who may write to a package',
      arguments: [PACKAGE],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await owners()).list }),
    },
    add: {
      about: 'Make a user an owner of a package',
      arguments: [USER, PACKAGE],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await owners()).add }),
    },
    rm: {
      about: 'Take a package away from one of its owners',
      arguments: [USER, PACKAGE],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await owners()).remove }),
    },
  },
};

export const ACCESS_OPTIONS = {
  status: { type: 'string', choices: ['public', 'private'], about: 'Who may read it' },
  mfa: {
    type: 'string',
    choices: ['none', 'publish', 'automation'],
    about: 'Whether whoever writes to it needs a second factor; automation: or a token without',
  },
  ...CLIENT_OPTIONS,
} as const satisfies Options;

export const access: Command = {
  about: 'Show who may read a package, or change it',
  arguments: [PACKAGE],
  options: ACCESS_OPTIONS,
  load: async () => ({ main: (await import('../organizing/access.ts')).main }),
};
