/** Who may make an account. */
export const SIGN_UP_MODES = ['open', 'invite', 'closed'] as const;
export type SignUp = (typeof SIGN_UP_MODES)[number];
