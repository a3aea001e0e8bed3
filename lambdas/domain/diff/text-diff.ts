import { structuredPatch } from 'diff';

export type DiffLineKind = 'added' | 'removed' | 'same' | 'place';

export interface DiffLine {
  readonly kind: DiffLineKind;
  /** Without the sign; of `place`, where the following lines are: `@@ -1,3 +1,4 @@`. */
  readonly text: string;
}

export interface TextDiff {
  readonly lines: readonly DiffLine[];
  readonly added: number;
  readonly removed: number;
}

/** How long a comparison may take, and by how many lines the two may differ. */
export interface DiffLimits {
  readonly milliseconds: number;
  readonly edits: number;
}

const CONTEXT = 3;

/** The lines that differ, and some around them; undefined where they are too different for the limits. */
export function textDiff(
  before: string,
  after: string,
  { milliseconds, edits }: DiffLimits,
): TextDiff | undefined {
  if (before === '') return oneSided('added', after);
  if (after === '') return oneSided('removed', before);
  const patch = structuredPatch('', '', before, after, undefined, undefined, {
    context: CONTEXT,
    timeout: milliseconds,
    maxEditLength: edits,
  });
  const lines = patch?.hunks.flatMap(
    ({ oldStart, oldLines, newStart, newLines, lines: texts }): readonly DiffLine[] => [
      { kind: 'place', text: `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@` },
      ...texts.map(toLine),
    ],
  );
  const count = (wanted: DiffLineKind): number =>
    lines?.filter(({ kind }) => kind === wanted).length ?? 0;
  return lines && { lines, added: count('added'), removed: count('removed') };
}

/** Of a file that is in one version alone nothing has to be searched for, which would take seconds of long ones. */
function oneSided(kind: 'added' | 'removed', text: string): TextDiff {
  const texts = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  const lines = text === '' ? [] : texts.map((each) => ({ kind, text: each }));
  return { lines, added: 0, removed: 0, [kind]: lines.length };
}

const KINDS: Readonly<Record<string, DiffLineKind>> = { '+': 'added', '-': 'removed', ' ': 'same' };

/** A line of a patch begins with its sign; `\` says that a file has no line break at its end. */
const toLine = (line: string): DiffLine => {
  const kind = KINDS[line.charAt(0)];
  return kind === undefined
    ? { kind: 'place', text: line.slice(2) }
    : { kind, text: line.slice(1) };
};
