import { expect, test } from 'vitest';

import { answering } from '../answering.ts';
import { commandsFor } from './cells.ts';
import { INPUT, lineOf } from './line.ts';
import { forEach, isCivil, perform, wrong } from './perform.ts';
import { sceneAt } from './scene.ts';

/** A third of them: all at once take gigabytes of memory, and each lasts for half a minute. */
const AT_ONCE = 17;

/** Commands that end otherwise than with 4. */
const OTHERS: Readonly<Record<string, number>> = { doctor: 1, logout: 1 };

test('every command that asks a silent registry gives up after half a minute, once', async () => {
  const { url } = await answering(() => undefined);
  const commands = commandsFor('where the registry is silent');
  const outcomes = await forEach(commands, AT_ONCE, async (declared) =>
    perform(sceneAt(url), lineOf(declared, { url }), INPUT),
  );
  const says = /it said nothing for 30 seconds|it does not answer in time/;
  expect(
    wrong(
      outcomes,
      ({ code, ...said }, words) =>
        code === (OTHERS[words] ?? 4) &&
        says.test(said.stdout + said.stderr) &&
        isCivil({ code, ...said }),
    ),
  ).toEqual({});
}, 180_000);
