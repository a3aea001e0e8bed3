/** Characters of a user agent that are looked at; no client's is longer. */
export const LONGEST_AGENT = 200;
