import type { Command, Options } from '../command/command.ts';
import { CLIENT_OPTIONS } from './common-options.ts';

export const OPTIONS = {
  tag: { type: 'string', value: 'tag', about: 'The dist-tag; latest when not said' },
  access: { type: 'string', choices: ['public', 'restricted'], about: 'Who may read it' },
  staged: { type: 'boolean', about: 'Let a person approve it before anybody gets it' },
  'provenance-file': { type: 'string', value: 'file', about: 'A sigstore bundle made elsewhere' },
  ...CLIENT_OPTIONS,
} as const satisfies Options;

export const publish: Command = {
  about: 'Publish a tarball of any size',
  arguments: [{ name: 'file.tgz', about: 'Which file to publish', complete: 'file' }],
  options: OPTIONS,
  load: async () => import('../publish.ts'),
};
