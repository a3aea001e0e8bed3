import { parentPort, workerData } from 'node:worker_threads';

import type { DiffBounds, ShownLines, Texts } from '#domain/diff/bounded-diffs.ts';
import type { ReadmeSource } from '#domain/readme/plain.ts';
import type { Rendering } from '#store/rendering.ts';

import { FOR_JOBS } from './one-thread.ts';

export type RenderJob =
  | { readonly kind: 'readme'; readonly source: ReadmeSource }
  | { readonly kind: 'highlight'; readonly text: string; readonly file: string }
  | { readonly kind: 'diffs'; readonly files: readonly Texts[]; readonly bounds: DiffBounds };

/** What comes of a job; only that of its kind. */
export interface Rendered {
  readonly html?: string | undefined;
  readonly failures?: readonly unknown[];
  readonly diffs?: readonly (ShownLines | 'different')[];
}

/** Where this module is, for a thread to be started with it: who asks for that loads nothing of what renders. */
export const RENDER_THREAD = import.meta.url;

async function serve(port: NonNullable<typeof parentPort>): Promise<void> {
  const { renderHere } = await import('#store/render-here.ts');
  port.on('message', (job: RenderJob) => {
    // What it throws ends the thread, and is told to who waits.
    void render(renderHere, job).then((rendered) => port.postMessage(rendered));
  });
  port.postMessage('ready');
}

async function render(rendering: Rendering, job: RenderJob): Promise<Rendered> {
  switch (job.kind) {
    case 'readme': {
      const failures: unknown[] = [];
      const html = await rendering.readme(job.source, (error) => void failures.push(error));
      return { html, failures };
    }
    case 'highlight':
      return { html: await rendering.highlight(job.text, job.file) };
    case 'diffs':
      return { diffs: await rendering.diffs(job.files, job.bounds) };
  }
}

// Loaded by whoever starts it, too.
if (parentPort && workerData === FOR_JOBS) void serve(parentPort);
