import type { Option, Options } from '../command/command.ts';

export const REGISTRY = {
  type: 'string',
  value: 'URL',
  about:
    'The registry, else PANTRY_REGISTRY, else npm’s configuration, else that of the last login',
} as const satisfies Option;

/** What every command understands that speaks with a registry as somebody. */
export const CLIENT_OPTIONS = {
  registry: REGISTRY,
  token: {
    type: 'string',
    value: 'token',
    secret: true,
    about:
      'A token, or - to read it from the standard input; PANTRY_TOKEN or `pantry login` keep it out of the history of the shell',
  },
  otp: { type: 'string', value: 'code', about: 'A one-time password of the second factor' },
} as const satisfies Options;
