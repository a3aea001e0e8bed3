/** How a log begins to tell of a tarball that is not what it has to be: an alarm looks for it. */
export const REFUSED = 'a tarball of the upstream is refused';
