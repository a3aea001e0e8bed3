/** One JSON line on stderr. Never tokens, passwords or bodies. */
export function logError(
  message: string,
  error: unknown,
  context: Readonly<Record<string, string>> = {},
): void {
  const { stack, cause } = error instanceof Error ? error : new Error(String(error));
  const line = {
    level: 'error',
    time: new Date().toISOString(),
    message,
    ...context,
    stack,
    cause,
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** One JSON line on stdout about what was done without a request. */
export function logInfo(message: string, context: object): void {
  const line = { level: 'info', time: new Date().toISOString(), message, ...context };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
