import type { UserName } from './user.ts';

/**
 * What is left of a name for who reads it in passing. Two users whose names have the same are taken for each
 * other; `l` and `1`, and `o` and `0`, look the same in many fonts.
 */
export const userLookAlikeKey = (name: UserName): string =>
  name.replaceAll(/[._-]/g, '').replaceAll('1', 'l').replaceAll('0', 'o');
