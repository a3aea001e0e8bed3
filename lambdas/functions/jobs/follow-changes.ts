import { parsePackageName } from '#domain/package-name.ts';
import { logError } from '#http/log.ts';
import { RepairError, repairPackages } from '#jobs/repair.ts';

import { withRepairStores } from './repair-stores.ts';
import { type BatchResponse, failed } from './sqs.ts';

/** What of a table's stream is read here: the feed of changes, by the filter of the stack. */
interface StreamEvent {
  readonly Records: readonly {
    readonly dynamodb: {
      readonly SequenceNumber: string;
      readonly NewImage: { readonly name: { readonly S: string } };
    };
  }[];
}

/** Brings what is derived from changed packages in step; the stream repeats from the first that failed, and gives up in time. */
export async function handler({ Records }: StreamEvent): Promise<BatchResponse> {
  const changes = Records.map(({ dynamodb: { SequenceNumber, NewImage } }) => ({
    id: SequenceNumber,
    name: parsePackageName(NewImage.name.S),
  }));
  try {
    const names = [...new Set(changes.map(({ name }) => name))];
    await withRepairStores(async (stores) => repairPackages(stores, names));
    return failed([]);
  } catch (error) {
    logError('changes were not followed', error);
    const first =
      error instanceof RepairError
        ? changes.find(({ name }) => error.packages.includes(name))
        : changes[0];
    return failed(first ? [first.id] : []);
  }
}
