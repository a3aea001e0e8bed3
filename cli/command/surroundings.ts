import type { ExitCode } from './command.ts';

/** What exit codes tell scripts. */
export const EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  0: 'Done',
  1: 'It could not be done, for the reason that is said',
  2: 'The command line can’t be understood',
  3: 'Not logged in, or not allowed to',
  4: 'The registry can’t be reached, or fails',
  130: 'Stopped with Ctrl-C',
};

/** Environment variables that are read; those of a registry's settings are in docs/configuration.md. */
export const VARIABLES: Readonly<Record<string, string>> = {
  PANTRY_REGISTRY: 'The registry, where no --registry names one',
  PANTRY_TOKEN: 'A token, where no --token is given; also from a .env that git ignores',
  HTTPS_PROXY:
    'A proxy for registries on https; HTTP_PROXY for those on http; NO_PROXY: not for these',
  NO_COLOR: 'No colours, whatever it is; there are none either where no terminal is',
  CI: 'Nothing is asked and no bar is drawn, unless it is false',
};
