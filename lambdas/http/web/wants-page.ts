/** Browsers name HTML first when somebody goes somewhere; no client of a registry does. */
export const wantsPage = (accept: string | readonly string[] | undefined): boolean =>
  accept !== undefined && /^(?:text\/html|application\/xhtml\+xml)\b/i.test(accept.toString());
