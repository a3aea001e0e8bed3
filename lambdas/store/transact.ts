import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';

import type { TableClient } from '#store/table.ts';

/** Why an item of a transaction kept it from being written; `None`: it did not. */
export type ItemCode = 'None' | 'ConditionalCheckFailed' | 'TransactionConflict' | (string & {});

interface Transaction {
  readonly params: () => object;
}

/** When a transaction may be sent, and whom to tell when it is. */
export interface Sending {
  readonly ready: () => Promise<unknown>;
  readonly sent: () => void;
}

/**
 * Writes all items of a transaction that electrodb put together, or none. Undefined when written, else a
 * code for each item in order. The transaction is put together while what has to be done first may still
 * be under way. electrodb's own `go` takes no client of the call for transactions.
 */
export async function transact(
  table: TableClient,
  transaction: Transaction,
  sending?: Sending,
): Promise<readonly ItemCode[] | undefined> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- electrodb types its parameters as any
  const input = transaction.params() as TransactWriteCommandInput;
  await sending?.ready();
  try {
    const written = table.send(new TransactWriteCommand(input));
    sending?.sent();
    await written;
    return undefined;
  } catch (error) {
    const codes = cancellationCodes(error);
    if (codes) return codes;
    throw error;
  }
}

function cancellationCodes(error: unknown): readonly ItemCode[] | undefined {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') return undefined;
  const { CancellationReasons: reasons } = error as Error & {
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  return reasons?.map(({ Code }) => Code ?? 'None');
}
