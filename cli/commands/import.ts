import type { Group, Options } from '../command/command.ts';
import { CLIENT_OPTIONS } from './common-options.ts';

const TERMS = {
  ...CLIENT_OPTIONS,
  registry: {
    type: 'string',
    value: 'URL',
    about: 'Where to: a registry that runs, as an admin of it',
  },
  owner: {
    type: 'string',
    value: 'there=here',
    multiple: true,
    about: 'What an owner there is called here; again for each whose names differ',
  },
  'owner-default': {
    type: 'string',
    value: 'user',
    about: 'Who owns packages none of whose owners is a user here, else who imports',
  },
  private: { type: 'boolean', about: 'Make the packages private' },
  public: { type: 'boolean', about: 'Make the packages public' },
  concurrency: {
    type: 'string',
    value: 'number',
    default: '8',
    about: 'Packages at once',
  },
  'no-verify': { type: 'boolean', about: 'Do not read the packages back to compare them' },
} as const satisfies Options;

const withSettings = (own: Options) => async (): Promise<Options> => ({
  ...own,
  ...TERMS,
  ...(await import('../settings.ts')).SETTING_OPTIONS,
});

const details = `Versions come with their dates, dist-tags, deprecations, owners and READMEs, into a registry that runs
(--registry) or into a data folder that none uses (--data). What is here stays as it is, and is told where it
differs. Run it again after whatever ended it: it does the rest.`;

export const importPackages: Group = {
  about: 'Bring packages of another registry here, with their dates',
  details,
  commands: {
    verdaccio: {
      about: 'Bring what was published to a Verdaccio, from its storage folder',
      details,
      arguments: [
        { name: 'storage', about: 'Which storage folder of Verdaccio', complete: 'folder' },
      ],
      options: withSettings({
        htpasswd: {
          type: 'string',
          value: 'file',
          about:
            'Its password file, to tell who has to sign up here; else that in or beside the folder',
        },
      }),
      examples: [
        {
          run: 'pantry import verdaccio /verdaccio/storage --registry https://npm.example.com',
          about: 'Into a registry that runs',
        },
        {
          run: 'pantry import verdaccio /verdaccio/storage --data data --owner-default alice',
          about: 'Into a data folder',
        },
      ],
      load: async () => ({ main: (await import('../import.ts')).verdaccio }),
    },
    registry: {
      about: 'Bring scopes or packages from any npm registry',
      details: `${details}
Credentials for the source are those that npm's configuration has for it.`,
      arguments: [
        { name: 'url', about: 'Which registry they come from' },
        {
          name: 'scope | package',
          about: 'Which scopes and packages',
          optional: true,
          many: true,
        },
      ],
      options: withSettings({
        packages: {
          type: 'string',
          value: 'file',
          about: 'A file with scopes and packages, one a line',
        },
      }),
      examples: [
        {
          run: 'pantry import registry https://old.example.com @acme --registry https://npm.example.com',
          about: 'A scope',
        },
      ],
      load: async () => ({ main: (await import('../import.ts')).registry }),
    },
  },
};
