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

/** Every command, in the order in which help shows them. */
export const COMMANDS: Readonly<Record<string, Command | Group>> = {
  start,
  publish,
  login,
  logout,
  setup,
  doctor,
  whoami,
  token,
  'second-factor': secondFactor,
  identity,
  org,
  team,
  owner,
  access,
  trust,
  search,
  view,
  downloads,
  open,
  mirror,
  import: importPackages,
  cache,
  rebuild,
  gc,
  backup,
  restore,
  deploy,
  completion,
  help,
  version,
};
