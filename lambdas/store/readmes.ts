/** Days that a rendered README is kept: whoever wants one that is gone has it rendered again. */
export const README_DAYS = 30;

/**
 * READMEs as pages show them: derived from blobs, so that losing one loses nothing. The key says all that one is made
 * of, so that what is there is never another.
 */
export interface Readmes {
  /** The HTML, or undefined where there is none or what is there is damaged. */
  find(key: string): Promise<string | undefined>;
  save(key: string, html: string): Promise<void>;
}
