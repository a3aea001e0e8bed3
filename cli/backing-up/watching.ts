import type { Watch } from '#store/backup/watch.ts';

import { counted } from '../counted.ts';
import type { Progress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Shows on a terminal how far it has come. */
export interface Watching extends Watch {
  end(): void;
}

export function watchOn(terminal: Terminal): Watching {
  let bar: { readonly total: number; readonly progress: Progress } | undefined;
  return {
    // How many there are is known when all have come.
    items: () => undefined,
    blobs(count, total) {
      if (bar?.total !== total) bar = { total, progress: terminal.progress(total, files) };
      bar.progress.reached(count);
    },
    end: () => bar?.progress.end(),
  };
}

const files = (count: number): string => counted(count, 'file');
