import { tooLarge } from '#domain/errors.ts';
import type { ReadmeText } from '#domain/publish-document.ts';

import { MAX_README } from './limits.ts';
import type { Content } from './tar-entries.ts';

/** Finds the README among a package's files. */
export interface ReadmeFinder {
  /** Takes a file's content where the file is the best README so far. */
  offer(path: string, size: number): Content | undefined;
  text(): ReadmeText | undefined;
}

interface Candidate {
  readonly filename: string;
  readonly rank: number;
  /** Undefined where it is too large to be kept. */
  readonly pieces: Buffer[] | undefined;
}

/** npm's own pattern (@npmcli/package-json, normalize.js): .md, .markdown, .mkd and the like. */
const MARKDOWN = /^readme(?:\..*)?\.m?a?r?k?d?o?w?n?$/i;
/** UTF-8 takes at most three bytes for a unit of UTF-16. */
const MAX_BYTES = 3 * MAX_README;

export function createReadme(): ReadmeFinder {
  let best: Candidate | undefined;
  return {
    offer(filename, size) {
      const rank = rankOf(filename);
      if (rank === undefined || (best && !isBetter({ filename, rank }, best))) return undefined;
      const pieces: Buffer[] | undefined = size > MAX_BYTES ? undefined : [];
      best = { filename, rank, pieces };
      return (bytes) => pieces?.push(Buffer.from(bytes));
    },
    text() {
      if (!best) return undefined;
      const text = best.pieces && new TextDecoder().decode(Buffer.concat(best.pieces));
      if (text === undefined || text.length > MAX_README) throw readmeTooLarge();
      return text === '' ? undefined : { filename: best.filename, text };
    },
  };
}

const readmeTooLarge = (): Error =>
  tooLarge(`the tarball's README has more than ${MAX_README} characters: shorten it`);

/** README.md, other Markdown, a bare README; npm takes no other. */
function rankOf(filename: string): number | undefined {
  const name = filename.toLowerCase();
  if (name === 'readme.md') return 0;
  if (MARKDOWN.test(name) && !name.includes('/')) return 1;
  return name === 'readme' ? 2 : undefined;
}

/** Of two alike the shorter name wins, whatever their order; of one that comes twice, the last. */
function isBetter(one: Pick<Candidate, 'filename' | 'rank'>, other: Candidate): boolean {
  if (one.rank !== other.rank) return one.rank < other.rank;
  if (one.filename.length !== other.filename.length) {
    return one.filename.length < other.filename.length;
  }
  return one.filename <= other.filename;
}
