/** Browsers name HTML and XHTML first when somebody goes somewhere. Java's clients name HTML, and pictures then. */
export const wantsPage = (accept: string | readonly string[] | undefined): boolean =>
  accept !== undefined &&
  /^(?:text\/html\s*,\s*)?application\/xhtml\+xml\b/i.test(accept.toString());
