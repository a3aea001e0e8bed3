import { expect, test } from 'vitest';

import { SCRIPT, STYLE } from '#web/assets.ts';

const css = STYLE.text;

/** Selectors, each with the conditions around it. */
function rulesOf(text: string): readonly string[] {
  const around: string[] = [];
  const found: string[] = [];
  for (const [, begin, end] of text
    .replaceAll(/\/\*.*?\*\//gs, '')
    .matchAll(/([^{};]*)\{|(\})|[^{};]*;/g)) {
    if (begin !== undefined) {
      around.push(begin.replaceAll(/\s+/g, ' ').trim());
      if (!begin.trim().startsWith('@')) found.push(around.join(' > '));
    } else if (end !== undefined) around.pop();
  }
  return found;
}

test('the stylesheet and the script stay small', () => {
  expect(Buffer.byteLength(STYLE.text)).toBeLessThan(24_000);
  expect(Buffer.byteLength(SCRIPT.text)).toBeLessThan(10_000);
});

test('the stylesheet has each selector once, and what frames every page', () => {
  const rules = rulesOf(css);
  expect(rules.length).toBeGreaterThan(100);
  expect(rules.filter((rule, at) => rules.indexOf(rule) !== at)).toEqual([]);
  expect(css).toMatch(/^main \{[^}]*max-width[^}]*padding/m);
  expect(css).toMatch(/^\.scroll \{[^}]*overflow-x: auto/m);
});
