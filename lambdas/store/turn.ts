import type { Sending } from './transact.ts';

/** A writer's turn among those of this process who write the same. */
export interface Turn<S> extends Sending {
  /** Whether nobody was before it. */
  readonly isFirst: boolean;
  /**
   * Resolves when it is this writer's turn to look. A writer who looks ahead need not wait until what is
   * before it is written, and gets the state that it will leave; undefined: look into the table.
   */
  begin: (ahead: boolean) => Promise<S | undefined>;
  /** Lets who looks ahead begin on the state that this writer is about to leave. */
  leaves: (state: S) => void;
  end: () => void;
}

interface Place<S> {
  /** Resolves when the next one may look ahead, or need not hope to. */
  readonly planned: Promise<void>;
  readonly sent: Promise<void>;
  /** Resolves when this writer and all before are through. */
  readonly through: Promise<void>;
  state: S | undefined;
}

/** The last place in line for each key. */
type Line<S> = Map<string, Place<S>>;

const nobody = { planned: Promise.resolve(), sent: Promise.resolve(), through: Promise.resolve() };

/**
 * Lines up the writers of one key within this process, so that they do not waste transactions on each
 * other, and share a commit where the table can. Only for speed: what is right rests on conditions in
 * the table. `S` is what they write.
 */
export function createTurns<S>(): (owner: object, key: string) => Turn<S> {
  const lines = new WeakMap<object, Line<S>>();
  return (owner, key) => {
    const line: Line<S> = lines.get(owner) ?? new Map<string, Place<S>>();
    lines.set(owner, line);
    return takePlace(line, key);
  };
}

function takePlace<S>(line: Line<S>, key: string): Turn<S> {
  const before: Place<S> = line.get(key) ?? { ...nobody, state: undefined };
  const [planned, sent, ended] = [signal(), signal(), signal()];
  const leave = async (): Promise<void> => {
    await Promise.all([before.through, ended.promise]);
    if (line.get(key) === place) line.delete(key);
  };
  const place: Place<S> = {
    planned: planned.promise,
    sent: sent.promise,
    through: leave(),
    state: undefined,
  };
  const isFirst = !line.has(key);
  line.set(key, place);
  return {
    isFirst,
    async begin(ahead) {
      await (ahead ? before.planned : before.through);
      if (ahead && before.state !== undefined) return before.state;
      await before.through;
      return undefined;
    },
    leaves(state) {
      place.state = state;
      planned.resolve();
    },
    ready: async () => before.sent,
    sent: sent.resolve,
    end() {
      // Whoever looks from now on sees what came of it.
      place.state = undefined;
      for (const { resolve } of [planned, sent, ended]) resolve();
    },
  };
}

const signal = (): PromiseWithResolvers<void> => Promise.withResolvers<void>();
