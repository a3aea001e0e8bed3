import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';

import type { TableClient } from '#store/table.ts';

/** Why an item of a transaction kept it from being written; `None`: it did not. */
export type ItemCode = 'None' | 'ConditionalCheckFailed' | 'TransactionConflict' | (string & {});

interface Transaction {
  readonly params: () => object;
}

/**
 * Writes all items of a transaction that electrodb put together, or none. Undefined when written, else a
 * code for each item in order; what has to be done first may still be under way while the transaction
 * is put together. electrodb's own `go` takes no client of the call for transactions.
 */
export async function transact(
  table: TableClient,
  transaction: Transaction,
  onceDone?: Promise<unknown>,
): Promise<readonly ItemCode[] | undefined> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- electrodb types its parameters as any
  const input = transaction.params() as TransactWriteCommandInput;
  await onceDone;
  try {
    await table.send(new TransactWriteCommand(input));
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
