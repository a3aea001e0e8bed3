import type { Command, Group } from './command/command.ts';
import { identity, login, logout, secondFactor, token, whoami } from './commands/account.ts';
import { backup, restore } from './commands/backup.ts';
import { completion } from './commands/completion.ts';
import { deploy } from './commands/deploy.ts';
import { importPackages } from './commands/import.ts';
import { downloads, open, search, view } from './commands/information.ts';
import { cache, gc, rebuild } from './commands/maintenance.ts';
import { mirror } from './commands/mirror.ts';
import { org, team } from './commands/organization.ts';
import { access, owner } from './commands/ownership.ts';
import { publish } from './commands/publish.ts';
import { doctor, setup } from './commands/setup.ts';
import { start } from './commands/start.ts';
import { trust } from './commands/trust.ts';

const help: Command = {
  about: 'Show what there is, or more of a command',
  arguments: [{ name: 'command', about: 'Which command', optional: true, many: true }],
  load: async () => import('./help.ts'),
};

const version: Command = { about: 'Show the version', load: async () => import('./version.ts') };

type Commands = Readonly<Record<string, Command | Group>>;

/** Every command, by what it is for. */
export const CHAPTERS: Readonly<Record<string, Commands>> = {
  Packages: { publish, view, search, downloads, open, owner, access, trust },
  'You, your team and your machine': {
    login,
    logout,
    whoami,
    token,
    'second-factor': secondFactor,
    identity,
    org,
    team,
    setup,
    doctor,
  },
  'A registry of your own': {
    start,
    deploy,
    import: importPackages,
    mirror,
    cache,
    backup,
    restore,
    rebuild,
    gc,
  },
  'This command': { help, completion, version },
};

export const COMMANDS: Commands = Object.assign({}, ...Object.values(CHAPTERS));
