import type { Argument, Command, Group, Options } from '../command/command.ts';
import { CLIENT_OPTIONS } from './common-options.ts';

const ORG: Argument = { name: 'org', about: 'The organization, as acme or @acme' };
const USER: Argument = { name: 'user', about: 'Which user' };
const TEAM: Argument = { name: 'org:team', about: 'The team, as acme:core' };

const ROLE = {
  type: 'string',
  choices: ['member', 'developer', 'admin', 'owner'],
  default: 'member',
  about: 'What they may; npm calls a member developer',
} as const;

export const ROLE_OPTIONS = { role: ROLE, ...CLIENT_OPTIONS } as const satisfies Options;

export const INVITE_OPTIONS = {
  role: ROLE,
  team: { type: 'string', value: 'team', multiple: true, about: 'A team that they get into' },
  days: { type: 'string', value: 'days', about: 'How long the code is good, up to 30; 7 at first' },
  'sign-up': {
    type: 'boolean',
    about: 'For somebody who has no account yet; for admins of the registry',
  },
  ...CLIENT_OPTIONS,
} as const satisfies Options;

export const JOIN_OPTIONS = {
  'code-stdin': { type: 'boolean', about: 'Read the code from the standard input' },
  ...CLIENT_OPTIONS,
} as const satisfies Options;

const orgs = async () => import('../organizing/organizations.ts');
const members = async () => import('../organizing/members.ts');
const invitations = async () => import('../organizing/invitations.ts');

const remove: Command = {
  about: 'Take somebody out of an organization, its teams and its packages; also to leave',
  arguments: [ORG, USER],
  options: CLIENT_OPTIONS,
  load: async () => ({ main: (await members()).remove }),
};

const orgList: Command = {
  about: 'List the organizations that you are in, or the members of one',
  arguments: [{ ...ORG, optional: true }],
  options: CLIENT_OPTIONS,
  load: async () => ({ main: (await orgs()).list }),
};

export const org: Group = {
  about: 'Make organizations, and look after their people',
  commands: {
    create: {
      about: 'Make an organization, which owns the scope of its name',
      arguments: [ORG],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await orgs()).create }),
    },
    list: orgList,
    view: {
      about: 'Show an organization, with its teams',
      arguments: [ORG],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await orgs()).view }),
    },
    packages: {
      about: 'List the packages of an organization',
      arguments: [ORG],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await orgs()).packages }),
    },
    'trust-owners': {
      about: 'Say whose CI may claim names in the scope; nobody’s, where none is named',
      arguments: [
        ORG,
        { name: 'account', optional: true, many: true, about: 'Which accounts, as github:1234' },
      ],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await orgs()).trustOwners }),
    },
    set: {
      about: 'Add a user to an organization, or change what somebody may there',
      arguments: [ORG, USER],
      options: ROLE_OPTIONS,
      examples: [{ run: 'pantry org set acme carol --role admin', about: 'Also who is in it' }],
      load: async () => ({ main: (await members()).set }),
    },
    remove,
    invite: {
      about: 'Make a code that lets one user into an organization, once',
      arguments: [{ ...ORG, optional: true }],
      options: INVITE_OPTIONS,
      examples: [
        { run: 'pantry org invite acme --team core', about: 'For who has an account' },
        { run: 'pantry org invite --sign-up', about: 'An account and no organization' },
      ],
      load: async () => ({ main: (await invitations()).invite }),
    },
    invitations: {
      about: 'List the open invitations of an organization',
      arguments: [ORG],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await invitations()).list }),
    },
    uninvite: {
      about: 'Take an invitation back',
      arguments: [ORG, { name: 'key', about: 'Which one, as the list shows it' }],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await invitations()).revoke }),
    },
    join: {
      about: 'Join an organization with the code of an invitation',
      options: JOIN_OPTIONS,
      load: async () => ({ main: (await invitations()).join }),
    },
    ls: { ...orgList, about: 'The same as list' },
    rm: { ...remove, about: 'The same as remove' },
  },
};

export const CREATE_TEAM_OPTIONS = {
  description: { type: 'string', value: 'text', about: 'What it is for' },
  ...CLIENT_OPTIONS,
} as const satisfies Options;

export const GRANT_OPTIONS = {
  write: { type: 'boolean', about: 'Publish, stage, tag and deprecate too, not read alone' },
  ...CLIENT_OPTIONS,
} as const satisfies Options;

const teams = async () => import('../organizing/teams.ts');
const grants = async () => import('../organizing/grants.ts');

const GRANTED: Argument = { name: 'package', about: "Which package, or '@acme/*'" };

export const team: Group = {
  about: 'Make teams, and say what they may',
  commands: {
    create: {
      about: 'Make a team',
      arguments: [TEAM],
      options: CREATE_TEAM_OPTIONS,
      load: async () => ({ main: (await teams()).create }),
    },
    destroy: {
      about: 'Remove a team with all its grants',
      arguments: [TEAM],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await teams()).destroy }),
    },
    ls: {
      about: 'List the teams of an organization, or the members of a team',
      arguments: [{ name: 'org | org:team', about: 'Of what, as acme or acme:core' }],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await teams()).list }),
    },
    add: {
      about: 'Put a member of the organization into a team',
      arguments: [TEAM, USER],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await teams()).add }),
    },
    rm: {
      about: 'Take a member out of a team',
      arguments: [TEAM, USER],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await teams()).remove }),
    },
    packages: {
      about: 'List what a team may read and write',
      arguments: [TEAM],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await grants()).list }),
    },
    grant: {
      about: 'Let a team read a package, or all of the scope',
      arguments: [TEAM, GRANTED],
      options: GRANT_OPTIONS,
      load: async () => ({ main: (await grants()).grant }),
    },
    revoke: {
      about: 'Take a package, or all of the scope, from a team',
      arguments: [TEAM, GRANTED],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await grants()).revoke }),
    },
  },
};
