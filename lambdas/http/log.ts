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
