import type { Command, Group, Options } from '../command/command.ts';
import { CLIENT_OPTIONS, REGISTRY } from './common-options.ts';

const PASSWORD_STDIN = {
  type: 'boolean',
  about: 'Read the password from the standard input; nothing is asked then',
} as const;

const SAVE = {
  type: 'string',
  choices: ['env'],
  about: 'Write PANTRY_TOKEN to the .env of this folder, where git ignores it',
} as const;

export const LOGIN_OPTIONS = {
  registry: REGISTRY,
  user: { type: 'string', value: 'name', about: 'Who logs in, with a password' },
  'password-stdin': PASSWORD_STDIN,
  'token-stdin': {
    type: 'boolean',
    about: 'Read a token from the standard input, which was made elsewhere',
  },
  'sign-up': { type: 'boolean', about: 'Make an account if there is none of that name' },
  email: { type: 'string', value: 'address', about: 'Of a new account, if you like' },
  otp: CLIENT_OPTIONS.otp,
  save: { ...SAVE, about: `${SAVE.about}, as well` },
  npmrc: { type: 'boolean', about: 'Let npm, pnpm, yarn 1 and bun know, in ~/.npmrc' },
} as const satisfies Options;

export const login: Command = {
  about: 'Log in, or sign up',
  details: `Asks for name, password and what else the registry wants. Where it has single sign-on, shows a URL that can be opened on
any machine, and waits; --user logs in with a password there. The token is kept in ~/.pantry/credentials.`,
  options: LOGIN_OPTIONS,
  examples: [
    { run: 'pantry login --registry https://npm.example.com', about: 'In a terminal' },
    {
      run: 'pantry login --token-stdin --registry https://npm.example.com < token',
      about: 'With a token that `pantry token create` made elsewhere',
    },
  ],
  load: async () => import('../account/login.ts'),
};

export const LOGOUT_OPTIONS = {
  registry: REGISTRY,
  all: { type: 'boolean', about: 'Of every registry that `pantry login` knows' },
} as const satisfies Options;

export const logout: Command = {
  about: 'Forget the token of a registry, and have it revoked there',
  options: LOGOUT_OPTIONS,
  load: async () => import('../account/logout.ts'),
};

export const whoami: Command = {
  about: 'Show as whom a registry is asked',
  options: CLIENT_OPTIONS,
  load: async () => import('../account/whoami.ts'),
};

const MANY = { type: 'string', multiple: true } as const;

export const CREATE_OPTIONS = {
  name: { type: 'string', value: 'name', about: 'What it is for, as lists show it' },
  permission: {
    type: 'string',
    choices: ['read-only', 'read-write', 'stage', 'no-access'],
    about: 'What it may do with packages; a token for some packages only reads, unless told so',
  },
  package: { ...MANY, value: 'name', about: 'Only this package' },
  scope: { ...MANY, value: '@scope', about: 'Only packages of this scope' },
  cidr: { ...MANY, value: '192.0.2.0/24', about: 'Only from these addresses' },
  expires: { type: 'string', value: 'days', about: 'After how many days it ends' },
  'bypass-2fa': { type: 'boolean', about: 'Publishes without a code of the second factor' },
  'password-stdin': PASSWORD_STDIN,
  save: { ...SAVE, about: `${SAVE.about}, and do not show it` },
  ...CLIENT_OPTIONS,
} as const satisfies Options;

export const token: Group = {
  about: 'List, make and revoke tokens',
  commands: {
    list: {
      about: 'List your tokens',
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await import('../account/tokens.ts')).list }),
    },
    create: {
      about: 'Make a token; nothing but it goes to the standard output',
      options: CREATE_OPTIONS,
      examples: [
        {
          run: 'pantry token create --scope @acme --permission stage --expires 90 | gh secret set PANTRY_TOKEN',
          about: 'A token for CI that stages, and that nobody gets to see',
        },
      ],
      load: async () => ({ main: (await import('../account/tokens.ts')).create }),
    },
    revoke: {
      about: 'Revoke tokens',
      arguments: [
        { name: 'key', many: true, about: 'Which token, by the key that the list shows' },
      ],
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await import('../account/tokens.ts')).revoke }),
    },
  },
};

export const PASSWORD_OPTIONS = {
  'password-stdin': PASSWORD_STDIN,
  ...CLIENT_OPTIONS,
} as const satisfies Options;

export const ENABLE_OPTIONS = {
  mode: {
    type: 'string',
    choices: ['auth-and-writes', 'auth-only'],
    default: 'auth-and-writes',
    about: 'Whether codes are asked for to publish too, or for the account alone',
  },
  ...PASSWORD_OPTIONS,
} as const satisfies Options;

export const REMOVE_OPTIONS = {
  user: { type: 'string', value: 'name', about: 'Whose; for admins of the registry' },
  ...PASSWORD_OPTIONS,
} as const satisfies Options;

export const secondFactor: Group = {
  about: 'Have codes of an authenticator asked for',
  commands: {
    status: {
      about: 'Show whether there is a second factor',
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await import('../account/second-factor.ts')).status }),
    },
    enable: {
      about: 'Begin with a second factor, or change when codes are asked for',
      details: `Shows what the authenticator takes, asks for a code of it, and then shows recovery codes, once.`,
      options: ENABLE_OPTIONS,
      load: async () => ({ main: (await import('../account/second-factor.ts')).enable }),
    },
    confirm: {
      about: 'Finish what `enable` began, with a code of the authenticator',
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await import('../account/second-factor.ts')).confirm }),
    },
    disable: {
      about: 'Do without a second factor again; an admin takes away that of a user who lost it',
      options: REMOVE_OPTIONS,
      load: async () => ({ main: (await import('../account/second-factor.ts')).disable }),
    },
    codes: {
      about: 'Make new recovery codes; those before are good no more',
      options: CLIENT_OPTIONS,
      load: async () => ({ main: (await import('../account/second-factor.ts')).codes }),
    },
  },
};

export const IDENTITY_OPTIONS = {
  user: { type: 'string', value: 'name', about: 'Whose; for admins of the registry' },
  ...PASSWORD_OPTIONS,
} as const satisfies Options;

export const identity: Group = {
  about: 'Link sign-ins at the provider of the registry to the account',
  commands: {
    list: {
      about: 'List what is linked',
      options: IDENTITY_OPTIONS,
      load: async () => ({ main: (await import('../account/identities.ts')).list }),
    },
    link: {
      about: 'Show a URL: whoever signs in there is this user from then on',
      options: IDENTITY_OPTIONS,
      load: async () => ({ main: (await import('../account/identities.ts')).link }),
    },
    unlink: {
      about: 'Unlink a sign-in',
      arguments: [{ name: 'id', about: 'Which one, as the list shows it' }],
      options: IDENTITY_OPTIONS,
      load: async () => ({ main: (await import('../account/identities.ts')).unlink }),
    },
  },
};
