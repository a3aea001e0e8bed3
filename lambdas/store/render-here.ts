import { boundedDiffs } from '#domain/diff/bounded-diffs.ts';
import { highlight } from '#domain/readme/highlight.ts';
import { renderReadme } from '#domain/readme/render.ts';
import type { Rendering } from '#store/rendering.ts';

/** For who asks, and nobody else meanwhile: a Lambda has one request at a time. */
export const renderHere: Rendering = {
  readme: async (source, failed) => renderReadme(source, failed),
  highlight: async (text, file) => highlight(text, file),
  diffs: async (files, bounds) => boundedDiffs(files, bounds),
};
