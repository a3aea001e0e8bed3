import type { Command, Options } from '../command/command.ts';
import { REGISTRY } from './common-options.ts';

export const LOGOUT_OPTIONS = { registry: REGISTRY } as const satisfies Options;

export const logout: Command = {
  about: 'Forget the token of a registry, and have it revoked there',
  options: LOGOUT_OPTIONS,
  load: async () => import('../account/logout.ts'),
};
