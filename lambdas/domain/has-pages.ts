/**
 * Whether a registry has pages for browsers. They lie at the root of a host: of a registry below a path of one, they
 * would lead to whatever else is there, and so would the password that somebody enters.
 */
export const hasPages = (publicUrl: string): boolean => new URL(publicUrl).pathname === '/';
