import type { StreamRecord } from '../aws/dynamodb.ts';
import type { Message } from '../aws/small-services.ts';
import type { Outcome } from '../lambda/lambda-service.ts';

type Json = Record<string, any>;

interface Source<T> {
  readonly batchSize: number;
  /** How often one thing is tried before it goes to the dead letters. */
  readonly attempts: number;
  readonly invoke: (batch: readonly T[]) => Promise<Outcome>;
  readonly idOf: (one: T) => string;
  readonly bury: (one: T) => void;
}

/** Hands things to a function in batches, again where it fails. */
export interface Delivery<T> {
  add(things: readonly T[]): void;
  idle(): Promise<void>;
  /** Hands nothing over until what this returns is called. */
  hold(): () => void;
}

export function deliver<T>(source: Source<T>, ordered: boolean): Delivery<T> {
  let waiting: { readonly one: T; tries: number }[] = [];
  let running: Promise<void> | undefined;
  let held: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      await held;
      const batch = waiting.slice(0, source.batchSize);
      waiting = waiting.slice(source.batchSize);
      const outcome = await source.invoke(batch.map(({ one }) => one));
      const failed = failuresOf(outcome, batch, ordered, source.idOf);
      for (const entry of failed) entry.tries += 1;
      const dead = failed.filter(({ tries }) => tries >= source.attempts);
      for (const { one } of dead) source.bury(one);
      waiting.unshift(...failed.filter((entry) => !dead.includes(entry)));
    }
    running = undefined;
  };

  return {
    add(things) {
      waiting.push(...things.map((one) => ({ one, tries: 0 })));
      running ??= new Promise<void>((resolve) => {
        setImmediate(resolve);
      }).then(work);
    },
    async idle() {
      if (!running) return;
      await running;
      await this.idle();
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
  };
}

/** A stream goes on from the first that failed; a queue takes back those that failed. */
function failuresOf<T, E extends { readonly one: T }>(
  { body, error }: Outcome,
  batch: readonly E[],
  ordered: boolean,
  idOf: (one: T) => string,
): readonly E[] {
  if (error !== undefined) return batch;
  const answer: Json | null = JSON.parse(body.toString() || 'null');
  const ids = new Set(
    (answer?.['batchItemFailures'] ?? []).map((each: Json) => each['itemIdentifier']),
  );
  const first = batch.findIndex(({ one }) => ids.has(idOf(one)));
  if (first === -1) return [];
  return ordered ? batch.slice(first) : batch.filter(({ one }) => ids.has(idOf(one)));
}

/** Whether a record passes a mapping's filter: `beginsWith` and equality, as they are in use. */
export function passes(record: StreamRecord, criteria: Json | undefined): boolean {
  const filters: Json[] = criteria?.['Filters'] ?? [];
  return filters.length === 0 || filters.some(({ Pattern }) => fits(record, JSON.parse(Pattern)));
}

function fits(value: any, pattern: any): boolean {
  if (!Array.isArray(pattern)) {
    return Object.entries(pattern as Json).every(([key, inner]) => fits(value?.[key], inner));
  }
  return pattern.some((rule: any) => {
    if (typeof rule !== 'object') return rule === value;
    if ('prefix' in rule) return typeof value === 'string' && value.startsWith(rule.prefix);
    throw new Error(`the rehearsal knows no filter rule ${JSON.stringify(rule)}`);
  });
}

export const queueEvent = (messages: readonly Message[], arn: string): Json => ({
  Records: messages.map(({ messageId, body }) => ({
    messageId,
    body,
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
  })),
});
