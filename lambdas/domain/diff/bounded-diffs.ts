import { type DiffLimits, type DiffLineKind, textDiff } from './text-diff.ts';

/** A file's text in two versions, empty where one has no such file. */
export interface Texts {
  readonly before: string;
  readonly after: string;
}

/** How much is compared and shown. */
export interface DiffBounds extends DiffLimits {
  /** Of each file: lines, and characters of a line. */
  readonly lines: number;
  readonly width: number;
  /** Of all files: after so many lines, or so many milliseconds, no other is begun. */
  readonly all: { readonly lines: number; readonly milliseconds: number };
}

export interface ShownLines {
  readonly lines: readonly ShownLine[];
  readonly added: number;
  readonly removed: number;
  /** How many lines come after those. */
  readonly left: number;
}

interface ShownLine {
  readonly kind: DiffLineKind;
  readonly text: string;
  /** How many characters of it come after those. */
  readonly left: number;
}

/** Compares one file after the other: the first of them, until the bounds of all are come to. */
export function boundedDiffs(
  files: readonly Texts[],
  bounds: DiffBounds,
): readonly (ShownLines | 'different')[] {
  const until = Date.now() + bounds.all.milliseconds;
  const diffs: (ShownLines | 'different')[] = [];
  let lines = 0;
  for (const file of files) {
    if (lines >= bounds.all.lines || Date.now() > until) break;
    const shown = boundedDiff(file, bounds);
    diffs.push(shown);
    lines += shown === 'different' ? 0 : shown.lines.length;
  }
  return diffs;
}

function boundedDiff({ before, after }: Texts, bounds: DiffBounds): ShownLines | 'different' {
  const diff = textDiff(before, after, bounds);
  if (!diff) return 'different';
  const lines = diff.lines.slice(0, bounds.lines).map(({ kind, text }) => ({
    kind,
    text: text.slice(0, bounds.width),
    left: Math.max(0, text.length - bounds.width),
  }));
  return { ...diff, lines, left: diff.lines.length - lines.length };
}
