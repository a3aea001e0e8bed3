/** Who may claim a name here that exists in an upstream. */
export const SHADOWING = ['admin', 'trusted-owners', 'anyone'] as const;
export type Shadowing = (typeof SHADOWING)[number];

/** Whether a name that is claimed here exists in an upstream; `unknown`: none could be asked. */
export type Shadows = 'nothing' | 'upstream' | 'unknown';
