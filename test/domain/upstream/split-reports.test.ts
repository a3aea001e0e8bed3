import { describe, expect, test } from 'vitest';

import { InvalidReports, LARGEST_REPORT, splitReports } from '#domain/upstream/split-reports.ts';

/** A text in pieces of so many bytes. */
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

const read = async (text: string, size = 7) => Array.fromAsync(splitReports(pieces(text, size)));

const REPORTS = [
  { id: 'MAL-1', details: 'quotes " and \\ and \\\\" { } [ ] é 漢 😀\n', list: [{ a: ['}'] }] },
  { id: 'MAL-2', last: 'end\\' },
  {},
];

const FORMS = {
  'an array': JSON.stringify(REPORTS),
  'an array that is written for people': JSON.stringify(REPORTS, undefined, 2),
  lines: REPORTS.map((one) => JSON.stringify(one)).join('\n'),
  'lines with an end, of Windows': `${REPORTS.map((one) => JSON.stringify(one)).join('\r\n')}\r\n\r\n`,
  'one after the other': REPORTS.map((one) => JSON.stringify(one, undefined, 2)).join('\n'),
};

describe('reports that come in pieces', () => {
  test.each(Object.entries(FORMS))('are taken apart: %s', async (_, text) => {
    for (const size of [1, 2, 3, 7, 64, 100_000]) expect(await read(text, size)).toEqual(REPORTS);
  });

  test('may be one alone, or none in an array', async () => {
    expect(await read(JSON.stringify(REPORTS[0]))).toEqual([REPORTS[0]]);
    expect(await read('[]')).toEqual([]);
  });

  test.each([
    ['', 'it is empty'],
    ['  \n', 'it is empty'],
    ['<html>', 'it is neither JSON nor a zip'],
    ['"text"', 'it is neither JSON nor a zip'],
    ['{"id":"MAL-1"', 'it is broken off'],
    ['[{"id":"MAL-1"}', 'it is broken off'],
    ['[{"id":"MAL-1"},', 'it is broken off'],
    ['{"id":"MAL-1"}\n{"id":MAL-2}\n', 'report 2 is no JSON'],
    ['{"id":"MAL-1"}\n{"id":"MAL-2"\n{"id":"MAL-3"}}', 'report 2 is no JSON'],
    ['{"id":"MAL-1"}\n[]', 'what follows report 1 is no report'],
    ['[{"id":"MAL-1"} {"id":"MAL-2"}]', 'what follows report 1 is no report'],
    ['[{"id":"MAL-1"},]', 'what follows report 1 is no report'],
    ['[{"id":"MAL-1"}] {}', 'what follows report 1 is no report'],
    ['[1]', 'what follows report 0 is no report'],
    ['{]', 'report 1 is no JSON'],
  ])('are refused where they are not whole: %s', async (text, message) => {
    await expect(read(text)).rejects.toThrow(new InvalidReports(message));
  });

  test('may be no larger than any report is', async () => {
    const endless = `{"id":"${'x'.repeat(LARGEST_REPORT)}`;
    await expect(read(endless, 1_000_000)).rejects.toThrow('report 1 does not end');
  });
});
