import type { Request } from '#http/request.ts';

/** Where the provider sends a browser back to: the one URL that it has to know of this registry. */
export const callbackUrl = ({ baseUrl }: Request): string => `${baseUrl}/-/v1/login/callback`;
