import * as commands from '@aws-sdk/lib-dynamodb';

import type { Request } from './requests.ts';

/** Something that takes commands: the engine, or a client of the emulator. */
export interface Sender {
  send(command: never): Promise<unknown>;
}

/** What came of a call, in a form that compares: sets sorted, bytes as text, names in order. */
export type Outcome = { readonly answer: unknown } | { readonly error: unknown };

const COMMANDS = {
  BatchGetItem: commands.BatchGetCommand,
  BatchWriteItem: commands.BatchWriteCommand,
  DeleteItem: commands.DeleteCommand,
  GetItem: commands.GetCommand,
  PutItem: commands.PutCommand,
  Query: commands.QueryCommand,
  Scan: commands.ScanCommand,
  TransactGetItems: commands.TransactGetCommand,
  TransactWriteItems: commands.TransactWriteCommand,
  UpdateItem: commands.UpdateCommand,
} as const;

export async function call(sender: Sender, { operation, input }: Request): Promise<unknown> {
  const Command = COMMANDS[operation as keyof typeof COMMANDS];
  return sender.send(new Command(structuredClone(input) as never) as never);
}

export async function outcomeOf(sender: Sender, request: Request): Promise<Outcome> {
  try {
    const { $metadata: _metadata, ...answer } = (await call(sender, request)) as Record<
      string,
      unknown
    >;
    return { answer: comparable(answer) };
  } catch (error) {
    return { error: comparableError(error) };
  }
}

/** Names, reasons and items of an error; not its message, which is for people. */
function comparableError(error: unknown): unknown {
  const { name, Item, CancellationReasons } = error as {
    name: string;
    Item?: unknown;
    CancellationReasons?: { Code?: string; Item?: unknown }[];
  };
  const reasons = CancellationReasons?.map((reason) => ({
    Code: reason.Code,
    Item: comparable(reason.Item),
  }));
  return comparable({ name, Item, reasons });
}

export function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (value instanceof Set) return { set: sorted([...value].map(comparable)) };
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]): [string, unknown] => [name, comparableMember(name, inner)]);
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** Wire-typed sets have an order that means nothing, and wire-typed numbers more than one spelling. */
function comparableMember(name: string, value: unknown): unknown {
  if (name === 'N' && typeof value === 'string') return Number(value);
  if (name === 'NS' && Array.isArray(value)) return sorted(value.map(Number));
  if ((name === 'SS' || name === 'BS') && Array.isArray(value))
    return sorted(value.map(comparable));
  return comparable(value);
}

/** In no particular order. */
export function sorted(values: readonly unknown[]): unknown[] {
  return values.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}
