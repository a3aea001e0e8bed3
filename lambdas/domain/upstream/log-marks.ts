/* How a log begins to tell of something that an alarm looks for. */

/** A tarball is not what it has to be. */
export const REFUSED = 'a tarball of the upstream is refused';

/** What is known of a list of malware stays. */
export const MALWARE_FAILED = 'a list of malware could not be read';
