import type { WireItem } from './value/wire.ts';

/** Why one member of a transaction stopped it; `Item` is wire-typed, as the AWS client leaves it. */
export interface CancellationReason {
  readonly Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError';
  readonly Message?: string;
  readonly Item?: WireItem;
}

interface Details {
  readonly CancellationReasons?: readonly CancellationReason[];
  readonly Item?: WireItem;
}

/** An answer that the AWS client would throw: same `name`, `message`, `$fault` and `$metadata`. */
export class TableError extends Error {
  declare readonly CancellationReasons?: readonly CancellationReason[];
  declare readonly Item?: WireItem;
  readonly $fault: 'client' | 'server';
  readonly $metadata: {
    readonly httpStatusCode: number;
    readonly attempts: number;
    readonly totalRetryDelay: number;
  };

  constructor(name: string, message: string, details: Details & { readonly cause?: unknown } = {}) {
    const { cause, ...visible } = details;
    super(message, cause === undefined ? undefined : { cause });
    const isOurs = name === 'InternalServerError';
    this.name = name;
    this.$fault = isOurs ? 'server' : 'client';
    this.$metadata = { httpStatusCode: isOurs ? 500 : 400, attempts: 1, totalRetryDelay: 0 };
    Object.assign(this, visible);
  }
}

export function invalid(message: string): TableError {
  return new TableError('ValidationException', message);
}

const schemaFaults = new WeakSet<TableError>();

/**
 * A key that does not fit the table's schema. DynamoDB refuses a single request for it,
 * but in a transaction it becomes the reason of that member.
 */
export function schemaFault(message: string): TableError {
  const error = invalid(message);
  schemaFaults.add(error);
  return error;
}

export function isSchemaFault(error: unknown): error is TableError {
  return error instanceof TableError && schemaFaults.has(error);
}

/** A parameter, operation or form that DynamoDB may know and this engine does not. */
export function unsupported(what: string): TableError {
  return invalid(`${what} is not supported by the embedded table engine`);
}

export function tableNotFound(): TableError {
  return new TableError('ResourceNotFoundException', 'Requested resource not found');
}

export function conditionFailed(item?: WireItem): TableError {
  const details = item === undefined ? {} : { Item: item };
  return new TableError(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    details,
  );
}

export function transactionCanceled(reasons: readonly CancellationReason[]): TableError {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  return new TableError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}

export function tokenReused(): TableError {
  return new TableError(
    'IdempotentParameterMismatchException',
    'The ClientRequestToken was used within the last 10 minutes with other parameters',
  );
}

/** The file could not be read or written; the message says what SQLite reported. */
export function storageFailed(cause: unknown): TableError {
  const report = cause instanceof Error ? cause.message : String(cause);
  return new TableError('InternalServerError', `The table file failed: ${report}`, { cause });
}
