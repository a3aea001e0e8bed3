import { describe, expect, test } from 'vitest';

import { oneLine, printable, printableJson, shown } from '../../cli/terminal/printable.ts';
import { facts, table } from '../../cli/terminal/table.ts';

describe('text of others', () => {
  test.each([
    ['colours', '\u001B[31mred\u001B[0m', 'red'],
    ['a cleared screen', '\u001B[2J\u001B[Hhi', 'hi'],
    ['a title', '\u001B]0;title\u0007hi', 'hi'],
    ['a link', '\u001B]8;;http://evil\u001B\\hi\u001B]8;;\u001B\\', 'hi'],
    ['sequences of one letter', '\u009B31mred', 'red'],
    ['a return', 'good\rbad', 'goodbad'],
    ['a backspace, a bell, a null', 'a\b\u0007\u0000b', 'ab'],
    ['an escape alone', 'a\u001Bb', 'ab'],
    ['a turned direction', 'a\u202Eb\u2066c', 'abc'],
    ['lines and tabs', 'a\n\tb', 'a\n\tb'],
    ['other scripts', 'Grüße 你好 👋', 'Grüße 你好 👋'],
  ])('loses what moves a cursor: %s', (_, text, left) => {
    expect(printable(text)).not.toMatch(/[^\P{Cc}\n\t]/u);
    expect(printable(text)).toBe(left);
  });

  test('is one line in lists', () => {
    expect(oneLine(' a\nb\t c ')).toBe('a b c');
    expect(
      table(
        [
          ['a', 'x\ny'],
          ['bb', undefined],
        ],
        80,
      ),
    ).toBe('a   x y\nbb\n');
    expect(
      facts([
        ['name', 'a\n  size  1'],
        ['none', undefined],
        ['of', 'b'],
      ]),
    ).toBe('  name  a size 1\n  of    b\n');
  });

  test('is cut at the edge of a terminal, and apart by tabs elsewhere', () => {
    expect(table([['a', 'abcdefgh']], 8)).toBe('a  abcd…\n');
    expect(table([['a', 'abcdefgh']], undefined)).toBe('a\tabcdefgh\n');
    expect(table([], 8)).toBe('');
  });

  test('may stand between colours of ours, and is harmless as JSON', () => {
    expect(shown('\u001B[1mbold\u001B[22m\u001B[2Jx')).toBe('\u001B[1mbold\u001B[22mx');
    const json = printableJson({ a: '\u009B31m\u202E\u007F\n' });
    expect(json).not.toMatch(/[^\P{Cc}\n]|\u202E/u);
    expect(JSON.parse(json)).toEqual({ a: '\u009B31m\u202E\u007F\n' });
  });
});
