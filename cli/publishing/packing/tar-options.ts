/** As npm packs: the same bytes on every machine, at the highest level, and dated so that zip can say it too. */
export const TAR_OPTIONS = {
  portable: true,
  gzip: { level: 9 },
  mtime: new Date('1985-10-26T08:15:00.000Z'),
} as const;
