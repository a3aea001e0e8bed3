/** What is undone when the command is ended from outside. */
type Clean = () => void | Promise<void>;

const cleaning = new Set<Clean>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const INTERRUPTED = 130;
let isEnding = false;

/** Has something cleaned up should Ctrl-C or another process end this one; what it gives takes that back. */
export function onInterrupt(clean: Clean): () => void {
  if (cleaning.size === 0) for (const signal of SIGNALS) process.once(signal, end);
  cleaning.add(clean);
  return () => {
    cleaning.delete(clean);
    if (cleaning.size === 0) for (const signal of SIGNALS) process.off(signal, end);
  };
}

/** The last first, as they were set up; what fails keeps nothing else from being cleaned. */
async function end(): Promise<void> {
  isEnding = true;
  for (const clean of [...cleaning].toReversed()) {
    try {
      await clean();
    } catch {
      // There is nobody left to tell.
    }
  }
  process.exit(INTERRUPTED);
}

/**
 * Has Ctrl-C wait for what takes a moment and must not be left in the middle. What would begin after Ctrl-C does not: the
 * process ends before.
 */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  if (isEnding) await new Promise<never>(() => {});
  let working: Promise<T> | undefined;
  const forget = onInterrupt(async () => {
    await working?.catch(() => {});
  });
  try {
    working = work();
    return await working;
  } finally {
    forget();
  }
}
