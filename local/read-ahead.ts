import { asPackageName, type PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';
import { claimedAmong } from '#store/packages.ts';
import type { TableReader } from '#store/table.ts';
import { createRecent } from '#store/upstream/recent.ts';
import type { Upstreams } from '#store/upstream/upstreams.ts';

/** Fetches what an install is about to ask for. */
export interface ReadAhead {
  add(names: readonly string[], form: Form): void;
  close(): void;
}

interface Wanted {
  readonly name: PackageName;
  readonly form: Form;
}

interface Parts {
  readonly table: TableReader;
  readonly upstreams: Pick<Upstreams, 'serves' | 'document'>;
  readonly now: () => Date;
}

/** Documents that are asked for at once, and that may wait for it. */
const AT_ONCE = 12;
const MOST = 2000;
/** Milliseconds in which a name is not looked at again. */
const KNOWN = 600_000;

/**
 * A client walks a tree of packages level by level, and waits for the upstream at each. What the latest version of a
 * package needs is asked for as soon as its document is here: then most of what the client asks for is here already.
 * Names that somebody has here are not asked for, as ever. Whatever fails is left to the client that wants it.
 */
export function createReadAhead({ table, upstreams, now }: Parts): ReadAhead {
  const known = createRecent<true>(KNOWN, now);
  let waiting: Wanted[] = [];
  let running = 0;
  const read = async ({ name, form }: Wanted): Promise<void> => {
    try {
      if ((await claimedAmong(table, [name])).size > 0) return;
      await upstreams.document(name, form);
    } catch {
      // It has enough to do, or is gone: it is not to be asked for what nobody has asked for.
      waiting = [];
    }
  };
  /** Goes on until nothing waits. */
  const work = async (): Promise<void> => {
    for (let wanted = waiting.shift(); wanted; wanted = waiting.shift()) await read(wanted);
    running -= 1;
  };
  const pump = (): void => {
    while (running < AT_ONCE && waiting.length > 0) {
      running += 1;
      void work();
    }
  };
  return {
    add(names, form) {
      for (const name of names.map(asPackageName)) {
        if (!name || waiting.length >= MOST || !upstreams.serves(name)) continue;
        const key = `${form} ${name}`;
        if (known.get(key)) continue;
        known.add(key, true);
        waiting.push({ name, form });
      }
      pump();
    },
    close() {
      waiting = [];
    },
  };
}
