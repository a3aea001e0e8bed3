/** Names under which DynamoDB's client says that the same call may go through a moment later. */
const PASSING = new Set([
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'ThrottlingException',
  'TimeoutError',
  'TransactionInProgressException',
]);

/**
 * Whether a store failed in a way that a repetition may mend: throttled, timed out, not reached. Stores
 * repeat such calls themselves before they give up.
 */
export function isPassingFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { passing, $metadata, name } = error as Error & {
    readonly passing?: boolean;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  if (passing !== undefined) return passing;
  return PASSING.has(name) || ($metadata?.httpStatusCode ?? 0) >= 500;
}
