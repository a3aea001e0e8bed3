/** Who may claim a name here that exists in an upstream. */
export const SHADOWING = ['admin', 'trusted-owners', 'anyone'] as const;
export type Shadowing = (typeof SHADOWING)[number];
