/** What a registry asks of Node: the tables are Node's own SQLite. */
const NEEDED = 24;

/** This Node can run commands that speak with a registry, not a registry. */
export class UnusableNodeError extends Error {
  override readonly name = 'UnusableNodeError';

  constructor(version = process.version) {
    super(
      `a registry itself needs Node ${NEEDED} or later, and this is Node ${version.slice(1)}: ` +
        `put \`npx --package node@${NEEDED} --package pantry-registry\` before the command`,
    );
  }
}

/** Throws {@link UnusableNodeError}. */
export function checkNode(version = process.version): void {
  if (Number.parseInt(version.slice(1), 10) < NEEDED) throw new UnusableNodeError(version);
}
