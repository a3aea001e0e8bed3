import { expect, test } from 'vitest';

import { numberedCode, splitLines } from '#web/code/code-lines.ts';
import { hasHidden, plainly, showHidden, showText } from '#web/code/hidden-characters.ts';

test('a span over several lines is one in each of them', () => {
  expect(splitLines('<span class="a">1\n<span class="b">2</span>\n</span>3')).toEqual([
    '<span class="a">1</span>',
    '<span class="a"><span class="b">2</span></span>',
    '<span class="a"></span>3',
  ]);
});

test('spans in spans over thousands of lines do not multiply: the text is left without them', () => {
  const text = `${'<span class="hljs-subst">${\n'.repeat(700)}${'\n'.repeat(9300)}`;
  const lines = splitLines(text + '</span>'.repeat(700));
  expect([lines.length, lines[0], lines.join('').length]).toEqual([10_001, '${', 1400]);
});

test('lines have numbers to link to, and none is made of the last line break', () => {
  expect(numberedCode('a\n\nb\n').text.match(/id="L\d+"/g)).toEqual([
    'id="L1"',
    'id="L2"',
    'id="L3"',
  ]);
});

test('what cannot be seen is marked, emoji are not', () => {
  expect(showHidden('if (admin\u202e\u2066) {')).toBe(
    'if (admin<mark>2 hidden characters</mark>) {',
  );
  expect(showHidden('a\u200bb\u{e0101}')).toBe('a<mark>U+200B</mark>b<mark>U+E0101</mark>');
  expect(hasHidden('❤\ufe0f 👩\u200d👩\u200d👧 👩🏽\u200d🚀')).toBe(false);
  expect(hasHidden('x\u200dy\ufe0f')).toBe(true);
});

test('controls are marked in text and in code, before they are left out', () => {
  expect(showText('a\u001b[2K<\u0000\u0008').text).toBe(
    'a<mark>U+001B</mark>[2K&lt;<mark>2 hidden characters</mark>',
  );
  expect(numberedCode('a\u009bb\tc').text).toContain('a<mark>U+009B</mark>b\tc');
  expect(hasHidden('a\tb\r\n')).toBe(false);
});

test('a path is text, whatever it is called', () => {
  expect(plainly('"><b>\u202e').text).toBe('<bdi>&quot;&gt;&lt;b&gt;<mark>U+202E</mark></bdi>');
});
