import type { Argument, Command, Group, Options } from '../command/command.ts';
import { CLIENT_OPTIONS } from './common-options.ts';

const PACKAGE: Argument = {
  name: 'package',
  optional: true,
  about: 'The package; that of package.json when not said',
};

/** What is said of a trusted publisher of any service, in npm's words where npm has some. */
const TRUST_OPTIONS = {
  ...CLIENT_OPTIONS,
  'allow-publish': { type: 'boolean', about: 'It may publish' },
  'allow-stage-publish': { type: 'boolean', about: 'It may stage what a person approves' },
  'allow-staged-publish': { type: 'boolean', about: 'As npm also calls it', hidden: true },
  issuer: {
    type: 'string',
    value: 'URL',
    about: 'The issuer of ID tokens, of a server of your own',
  },
  ref: {
    type: 'string',
    value: 'ref',
    about: 'Only from there; * stands for anything in one part',
  },
  'dry-run': { type: 'boolean', about: 'Show what would be asked for' },
  yes: {
    type: 'boolean',
    short: 'y',
    about: 'Nothing is asked here: for scripts of npm',
    hidden: true,
  },
} as const satisfies Options;

const FILE_OPTIONS = {
  ...TRUST_OPTIONS,
  env: { type: 'string', value: 'name', about: 'Only in this environment' },
  environment: { type: 'string', about: 'As npm also calls it', hidden: true },
  'repository-id': {
    type: 'string',
    value: 'number',
    about: 'The id of the repository, which no renaming changes',
  },
} as const satisfies Options;

export const GITHUB_OPTIONS = {
  file: { type: 'string', value: 'release.yml', about: 'The file of the workflow' },
  repo: {
    type: 'string',
    value: 'owner/name',
    about: 'The repository, else that of package.json, else that of the remote origin',
  },
  repository: { type: 'string', about: 'As npm also calls it', hidden: true },
  reusable: {
    type: 'string',
    value: 'workflow',
    about: 'Only through this reusable workflow: owner/repo/.github/workflows/publish.yml',
  },
  ...FILE_OPTIONS,
} as const satisfies Options;

export const GITLAB_OPTIONS = {
  file: { type: 'string', value: '.gitlab-ci.yml', about: 'The file of the pipeline' },
  project: { type: 'string', value: 'group/name', about: 'The project, else as for GitHub' },
  ...FILE_OPTIONS,
} as const satisfies Options;

export const CIRCLECI_OPTIONS = {
  'org-id': { type: 'string', value: 'uuid', about: 'The organization' },
  'project-id': { type: 'string', value: 'uuid', about: 'The project' },
  'pipeline-definition-id': {
    type: 'string',
    value: 'uuid',
    about: 'The definition of the pipeline',
  },
  'vcs-origin': { type: 'string', value: 'host/owner/name', about: 'The repository' },
  'context-id': { type: 'string', value: 'uuid', multiple: true, about: 'Only with this context' },
  ...TRUST_OPTIONS,
} as const satisfies Options;

export const REVOKE_OPTIONS = {
  id: { type: 'string', value: 'id', about: 'Which one, as `pantry trust list` shows it' },
  ...CLIENT_OPTIONS,
} as const satisfies Options;

export const NPM_OPTIONS = {
  file: {
    type: 'string',
    value: 'release.yml',
    about: 'The file of the workflow, else the one of .github/workflows that publishes',
  },
  repo: {
    type: 'string',
    value: 'owner/name',
    about: 'The repository at GitHub, else that of package.json, else that of the remote origin',
  },
  env: { type: 'string', value: 'name', about: 'Only in this environment' },
  'allow-stage-publish': {
    type: 'boolean',
    about: 'It stages what a person approves, and publishes nothing itself',
  },
  registry: {
    type: 'string',
    value: 'URL',
    about: 'Another registry than pantry.publish.npm in package.json and npm’s configuration name',
  },
  'dry-run': { type: 'boolean', about: 'Show what npm would be told' },
} as const satisfies Options;

const npm: Command = {
  about: 'Let a workflow publish to the public npm registry too',
  details: `Has npm do it, for all packages of a workspace in its root, since nobody but npm may: the registry asks a
person for a second factor, once for five minutes. Without a terminal the commands are shown that a person has to run.`,
  arguments: [
    {
      name: 'package',
      optional: true,
      many: true,
      about: 'Which packages; that of package.json, or all of a workspace, when not said',
    },
  ],
  options: NPM_OPTIONS,
  examples: [{ run: 'pantry trust npm --file release.yml', about: 'All packages of this folder' }],
  load: async () => ({ main: (await import('../trusting/npm.ts')).npm }),
};

const github: Command = {
  about: 'Let a workflow of GitHub Actions publish a package',
  arguments: [PACKAGE],
  options: GITHUB_OPTIONS,
  examples: [
    {
      run: 'pantry trust github --file release.yml',
      about: 'The package and the repository of this folder',
    },
  ],
  load: async () => ({ main: (await import('../trust.ts')).github }),
};

const gitlab: Command = {
  about: 'Let a pipeline of GitLab publish a package',
  arguments: [PACKAGE],
  options: GITLAB_OPTIONS,
  load: async () => ({ main: (await import('../trust.ts')).gitlab }),
};

const circleci: Command = {
  about: 'Let a pipeline of CircleCI publish a package',
  arguments: [PACKAGE],
  options: CIRCLECI_OPTIONS,
  load: async () => ({ main: (await import('../trust.ts')).circleci }),
};

const list: Command = {
  about: 'Show whom a package trusts',
  arguments: [PACKAGE],
  options: CLIENT_OPTIONS,
  load: async () => ({ main: (await import('../trust.ts')).list }),
};

const revoke: Command = {
  about: 'Trust a publisher no longer',
  arguments: [PACKAGE],
  options: REVOKE_OPTIONS,
  load: async () => ({ main: (await import('../trust.ts')).revoke }),
};

export const trust: Group = {
  about: 'Say which workflows of CI may publish a package',
  details: 'As `npm trust`, and what that can’t say.',
  commands: { github, gitlab, circleci, npm, list, revoke },
};
