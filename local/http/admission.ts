/** Lets writes in so that those which are in are soon out again. */
export interface Admission {
  /** Resolves to a function to call when the write is through. */
  enter: () => Promise<() => void>;
}

/** Writes that work at once: they share commits, and half a dozen use all of a processor. */
const AT_ONCE = 6;
/** How long a write waits for a place: those who have one may be on slow lines. In milliseconds. */
const PATIENCE = 50;

/**
 * Of twenty writes that come at once and are worked on all together, the first is through when the last
 * is. In the order they came, half of them are through in half the time.
 */
export function createAdmission(): Admission {
  let working = 0;
  const waiting = new Set<() => void>();
  const leave = (): void => {
    working -= 1;
    const [next] = waiting;
    if (next && working < AT_ONCE) next();
  };
  return {
    async enter() {
      if (working >= AT_ONCE) {
        await new Promise<void>((resolve) => {
          const goOn = (): void => {
            clearTimeout(timer);
            waiting.delete(goOn);
            resolve();
          };
          const timer = setTimeout(goOn, PATIENCE);
          waiting.add(goOn);
        });
      }
      working += 1;
      return leave;
    },
  };
}
