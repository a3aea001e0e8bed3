import { describe, expect, test } from 'vitest';

import { InvalidDocument, splitDocument } from '#domain/upstream/split-document.ts';

/** A text in pieces of so many bytes. */
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

/** The document that its members make. */
async function assembled(text: string, size: number): Promise<unknown> {
  const whole: Record<string, unknown> = {};
  const versions: Record<string, unknown> = {};
  for await (const { key, version, json } of splitDocument(pieces(text, size))) {
    (version ? versions : whole)[key] = JSON.parse(json.toString());
  }
  return { ...whole, ...(text.includes('"versions"') && { versions }) };
}

const TRICKY = {
  name: 'x',
  description: 'quotes " and \\ and \\\\" and "versions":{ } , : [ ] é 漢 😀',
  'odd "key": \\': [{ a: [1, 2, { b: '}' }] }, '[', null, true, -1.5e3],
  versions: {
    '1.0.0': { name: 'x', versions: { nested: {} }, text: 'a\\"b\\\\', list: ['}', ']'] },
    '2.0.0-"': {},
    '3.0.0': { empty: '', deep: [[[[{}]]]] },
  },
  time: { '1.0.0': '2020-01-01' },
  last: 'end\\',
};

describe('a packument that comes in pieces', () => {
  test.each([1, 2, 3, 7, 64, 100_000])('is taken apart, %i bytes at a time', async (size) => {
    expect(await assembled(JSON.stringify(TRICKY), size)).toEqual(TRICKY);
    expect(await assembled(JSON.stringify(TRICKY, undefined, 2), size)).toEqual(TRICKY);
  });

  test.each(['{}', ' { } ', '{"a":1}', '{"versions":{}}', '{"versions":{},"b":"c"}'])(
    'may have little in it: %s',
    async (text) => {
      expect(await assembled(text, 1)).toEqual(JSON.parse(text));
    },
  );

  test.each([
    ['', 'broken off'],
    ['<html>', 'no JSON object'],
    ['[]', 'no JSON object'],
    ['"text"', 'no JSON object'],
    ['{"a":1', 'broken off'],
    ['{"a":"unfinished', 'broken off'],
    ['{"versions":{"1.0.0":{}', 'broken off'],
    ['{} {}', 'no JSON object'],
  ])('is refused where it is none: %s', async (text, why) => {
    await expect(assembled(text, 3)).rejects.toThrow(why);
    await expect(assembled(text, 3)).rejects.toBeInstanceOf(InvalidDocument);
  });

  test('an endless string is refused before it fills the memory', async () => {
    await expect(Array.fromAsync(splitDocument(endless()))).rejects.toThrow('does not end');
  });
});

async function* endless(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{"a":"');
  const chunk = Buffer.alloc(1 << 20, 0x61);
  for (;;) yield chunk;
}
