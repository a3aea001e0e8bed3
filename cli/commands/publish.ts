import type { Command, Options } from '../command/command.ts';
import { CLIENT_OPTIONS } from './common-options.ts';

export const OPTIONS = {
  to: {
    type: 'string',
    value: 'pantry,npm',
    about:
      'Where to, else as pantry.publish.to in package.json says: your registry, npm’s, or both',
  },
  recursive: {
    type: 'boolean',
    short: 'r',
    about: 'All packages of the workspace whose version is not published yet',
  },
  workspace: {
    type: 'string',
    value: 'name',
    short: 'w',
    multiple: true,
    about: 'Only this package of the workspace, if its version is not published yet',
  },
  since: {
    type: 'string',
    value: 'ref',
    about: 'With --recursive: only packages with a change since a commit, branch or tag',
  },
  'dry-run': {
    type: 'boolean',
    about: 'Pack, check and show what would be published, and send nothing',
  },
  tag: {
    type: 'string',
    value: 'tag',
    about: 'The dist-tag, else that of publishConfig, else latest; a prerelease needs one',
  },
  access: {
    type: 'string',
    choices: ['public', 'restricted'],
    about: 'Who may read it: anybody, or whom the registry lets; else as the registry has it',
  },
  stage: { type: 'boolean', about: 'Let a person approve it before anybody gets it' },
  staged: { type: 'boolean', about: 'As it was called before', hidden: true },
  provenance: {
    type: 'boolean',
    about: 'Have sigstore sign where it was built; in GitHub Actions and GitLab CI',
  },
  'no-provenance': {
    type: 'boolean',
    about: 'Do not sign, which a trusted job does by itself where all is public',
  },
  'provenance-file': { type: 'string', value: 'file', about: 'A sigstore bundle made elsewhere' },
  'ignore-scripts': {
    type: 'boolean',
    about: 'Do not run the scripts of package.json, such as prepack',
  },
  'allow-secrets': {
    type: 'boolean',
    about: 'Publish also files that look like secrets, such as .env or a private key',
  },
  'no-wait': {
    type: 'boolean',
    about: 'Do not wait until the version can be installed, for at most a minute',
  },
  ...CLIENT_OPTIONS,
} as const satisfies Options;

export const publish: Command = {
  about: 'Publish a package',
  details: `Packs a folder byte for byte as npm does, with its scripts, shows what will be shipped and where, and
publishes it: in a job of CI that the registry trusts without any token. A tarball of any size is
taken as it is, and no script is run. What is there already with the same content is a success.`,
  arguments: [
    {
      name: 'folder | file.tgz',
      about: 'What to publish; this folder when not said',
      optional: true,
      complete: 'file',
    },
  ],
  options: OPTIONS,
  examples: [
    { run: 'pantry publish', about: 'The package of this folder' },
    { run: 'pantry publish --dry-run', about: 'Only show what would be published, and where' },
    { run: 'pantry publish --to pantry,npm', about: 'To the public npm registry too' },
    { run: 'pantry publish --recursive', about: 'What is new in a workspace' },
    { run: 'pantry publish --tag next', about: 'A prerelease' },
    { run: 'pantry publish --stage', about: 'It waits until a person approves it' },
    { run: 'pantry publish dist/large-1.0.0.tgz', about: 'What was packed before' },
  ],
  load: async () => import('../publishing/publish.ts'),
};
