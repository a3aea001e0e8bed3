/** What each partition of the catalogue is called; those that end with `#` go on with a name. */
export const CATALOGUE = [
  'biggest',
  'catalogue#',
  'dependents#',
  'newest',
  'publisher#',
  'publishers',
  'publishes',
  'totals',
] as const;
