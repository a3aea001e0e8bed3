import type { DiffBounds, ShownLines, Texts } from '#domain/diff/bounded-diffs.ts';
import type { ReadmeSource } from '#domain/readme/plain.ts';

/** What takes a core as long as somebody who publishes wants it to, up to its limits: where it is done is the platform's business. */
export interface Rendering {
  /** A README as a page can show it; undefined where there is no room for it at the moment. `failed` is told why one is plain text. */
  readme(source: ReadmeSource, failed: (error: unknown) => void): Promise<string | undefined>;
  /** A file's text with colours as HTML, or without them where they would take too long. */
  highlight(text: string, file: string): Promise<string>;
  /** What differs in files: the first of them, as many as the bounds have room for. */
  diffs(
    files: readonly Texts[],
    bounds: DiffBounds,
  ): Promise<readonly (ShownLines | 'different')[]>;
}
