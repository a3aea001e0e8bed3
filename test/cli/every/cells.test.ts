import { describe, expect, test } from 'vitest';

import { DECLARED } from '../declared.ts';
import { type Cell, CELLS, commandsFor } from './cells.ts';

const cells = Object.keys(CELLS) as Cell[];

describe.each(cells)('every command %s', (cell) => {
  test('is tested, or there is a reason for a command that exists', () => {
    const all = DECLARED.map(({ words }) => words);
    const excused = Object.keys(CELLS[cell]);
    expect(excused.filter((words) => !all.includes(words))).toEqual([]);
    expect(commandsFor(cell)).toHaveLength(all.length - excused.length);
    expect(Object.values(CELLS[cell]).filter((reason) => reason.length < 10)).toEqual([]);
  });
});
