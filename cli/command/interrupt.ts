/** What is undone when the command is ended from outside. */
type Clean = () => void | Promise<void>;

const cleaning = new Set<Clean>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const INTERRUPTED = 130;

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
  for (const clean of [...cleaning].toReversed()) {
    try {
      await clean();
    } catch {
      // There is nobody left to tell.
    }
  }
  process.exit(INTERRUPTED);
}
