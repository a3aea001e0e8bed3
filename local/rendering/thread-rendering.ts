import { unavailable } from '#domain/errors.ts';
import { escapeHtml } from '#domain/readme/escape.ts';
import { plainReadme } from '#domain/readme/plain.ts';
import { logError } from '#http/log.ts';
import type { Rendering } from '#store/rendering.ts';

import { NoRoom, openThread, type ThreadTerms } from './one-thread.ts';
import type { Rendered, RenderJob } from './render-thread.ts';

/** Rendering apart from the thread that answers requests. */
export interface ThreadRendering extends Rendering {
  close(): Promise<void>;
}

/**
 * What renders has limits of its own, of 1.5 seconds and less: the limit is for what escapes them. The worst READMEs
 * that were tried need half of the memory.
 */
const TERMS: ThreadTerms = {
  module: async () => new URL((await import('./render-thread.ts')).RENDER_THREAD),
  memory: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 },
  limit: 5000,
  idle: 60_000,
  waiting: 100,
  patience: 10_000,
};

/** One thread for all of it. What comes to nothing is shown without colours, as plain text, or as too different. */
export function openThreadRendering(terms: Partial<ThreadTerms> = {}): ThreadRendering {
  const thread = openThread<RenderJob, Rendered>({ ...TERMS, ...terms });
  return {
    async readme(source, failed) {
      try {
        const { html = plainReadme(source.text), failures = [] } = await thread.work({
          kind: 'readme',
          source,
        });
        for (const failure of failures) failed(failure);
        return html;
      } catch (error) {
        if (error instanceof NoRoom) return undefined;
        failed(error);
        return plainReadme(source.text);
      }
    },
    async highlight(text, file) {
      try {
        const { html = escapeHtml(text) } = await thread.work({ kind: 'highlight', text, file });
        return html;
      } catch (error) {
        if (!(error instanceof NoRoom)) logError('a file could not be highlighted', error);
        return escapeHtml(text);
      }
    },
    async diffs(files, bounds) {
      try {
        const { diffs = [] } = await thread.work({ kind: 'diffs', files, bounds });
        return diffs;
      } catch (error) {
        if (error instanceof NoRoom) {
          throw unavailable(
            'files cannot be compared at the moment: load this page again in some seconds',
            error,
          );
        }
        logError('files could not be compared', error);
        return [];
      }
    },
    close: async () => thread.end(),
  };
}
