import type { Choice } from '#web/forms/fields.ts';

/** As clients call them, and as people do. */
export const ROLES: readonly Choice[] = [
  { value: 'developer', label: 'member' },
  { value: 'admin', label: 'admin' },
  { value: 'owner', label: 'owner' },
];

export const roleOf = (wire: string): string =>
  ROLES.find(({ value }) => value === wire)?.label ?? wire;
