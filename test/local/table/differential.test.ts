import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable, type Table } from '../../../local/table/client.ts';
import { contents, fight } from './fuzz/duel.ts';
import { findEmulator, startEmulator, type Emulator } from './fuzz/emulator.ts';
import { EXAMPLE_KEY, KNOWN_GAPS } from './fuzz/known-gaps.ts';
import { MISTAKES } from './fuzz/mistakes.ts';
import { call, outcomeOf } from './fuzz/outcome.ts';
import { createRandom } from './fuzz/random.ts';
import { TABLE } from './fuzz/requests.ts';

const program = findEmulator();
const seed = Number(process.env['TABLE_FUZZ_SEED'] ?? Date.now() % 1_000_000);
const operations = Number(process.env['TABLE_FUZZ_OPERATIONS'] ?? 4000);

if (program === undefined) {
  console.log('The differential test is skipped: the emulator has no program for this platform.');
}

describe.skipIf(program === undefined)('the engine and an emulator of DynamoDB', () => {
  let table: Table;
  let emulator: Emulator;

  beforeAll(async () => {
    table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
    emulator = await startEmulator(program ?? '', TABLE_SCHEMA);
  });

  afterAll(async () => {
    table.close();
    await emulator.stop();
  });

  test.for(MISTAKES)('refuse alike: $why', async ({ request }) => {
    const refused = await outcomeOf(emulator.client, request);
    expect(refused).toHaveProperty('error');
    expect(await outcomeOf(table, request)).toEqual(refused);
  });

  test.for(KNOWN_GAPS)('differ, as is known: $name', async ({ example }) => {
    const { item, request } = example;
    const both = [table, emulator.client];
    const put = {
      operation: 'PutItem',
      input: { TableName: TABLE, Item: { ...EXAMPLE_KEY, ...item } },
    };
    const remove = { operation: 'DeleteItem', input: { TableName: TABLE, Key: EXAMPLE_KEY } };
    for (const sender of item === undefined ? [] : both) await call(sender, put);
    expect(await outcomeOf(table, request)).not.toEqual(await outcomeOf(emulator.client, request));
    for (const sender of both) await call(sender, remove);
  });

  test(
    `answer ${operations} random calls alike (TABLE_FUZZ_SEED=${seed})`,
    { timeout: 60_000 + operations * 30 },
    async () => {
      const random = createRandom(seed);
      const rivals = { engine: table, emulator: emulator.client };
      const skipped = new Map(KNOWN_GAPS.map(({ name }) => [name, 0]));
      let answered = 0;
      for (let serial = 0; serial < operations; serial += 1) {
        const { request, gaps, difference, isAnswered } = await fight(rivals, random, serial);
        const context = { seed, serial, request: JSON.stringify(request, showSets) };
        expect({ ...context, ...difference?.engine }).toEqual({
          ...context,
          ...difference?.emulator,
        });
        for (const gap of gaps) skipped.set(gap, (skipped.get(gap) ?? 0) + 1);
        answered += isAnswered ? 1 : 0;
      }
      console.log(`Seed ${seed}: ${answered} of ${operations} calls answered. Skipped:`, skipped);
      expect(answered).toBeGreaterThan(operations / 4);
      expect(await contents(table)).toEqual(await contents(emulator.client));
    },
  );
});

function showSets(_name: string, value: unknown): unknown {
  if (value instanceof Set) return { set: [...value] };
  return value instanceof Uint8Array ? { bytes: [...value] } : value;
}
