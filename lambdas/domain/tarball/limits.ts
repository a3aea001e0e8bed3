import { tooLarge } from '#domain/errors.ts';

/** What a tarball may unpack to. */
export interface TarballLimits {
  /** Bytes of its files together. */
  readonly unpacked: number;
  /** Files and folders, those that have no entry of their own as well. */
  readonly files: number;
}

export const tooManyFiles = (limit: number): Error =>
  tooLarge(`the tarball has more than ${limit} files and folders, the limit of this registry`);

/**
 * A package of text shrinks 3 to 10 times, generated tables perhaps 50; gzip's bound is 1032. More
 * than 200 is padding made to fill disks. Small tarballs of zeros harm nobody and are let through.
 */
export const MAX_RATIO = 200;
export const RATIO_COUNTS_FROM = 32 * 2 ** 20;

/** The largest real ones, with thousands of exports, have some 200 KB; all clients parse it at once. */
export const MAX_PACKAGE_JSON = 2 ** 20;

/** Deeper than any real package.json, and shallow enough for whoever walks it recursively. */
export const MAX_JSON_DEPTH = 100;

/** As many characters as a publish document may bring: the same README is refused in both places. */
export const MAX_README = 2 * 2 ** 20;

/** node-tar, which npm extracts with, skips an extended header above this size without a word. */
export const MAX_EXTENDED_HEADER = 2 ** 20;

/** What macOS can open. It also keeps clear of the 1024 folders below which node-tar skips files. */
export const MAX_PATH = 1024;

/** Characters of all paths, which are kept in memory: 50,000 files with 100 each are 5 million. */
export const MAX_ALL_PATHS = 16 * 2 ** 20;

/** Zeros after the end: GNU tar fills archives up to 10 KB, its largest usual record is 1 MB. */
export const MAX_PADDING = 2 ** 20;
