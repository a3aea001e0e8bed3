import { expect, test } from 'vitest';

import { renderBadge } from '#domain/badge.ts';

test('a badge says in its text, its title and its label what it is about', () => {
  const svg = renderBadge({ label: 'version', message: 'v1.2.3', color: 'blue' });
  expect(svg).toContain('aria-label="version: v1.2.3"');
  expect(svg).toContain('<title>version: v1.2.3</title>');
  expect(svg).toMatch(/>version<\/text>.*>v1\.2\.3<\/text>/);
});

test('whatever a licence is called, it stays a text, and a short one', () => {
  const message = `</text><script>alert(1)</script>"'&\u0000\ud800 ${'long '.repeat(100)}`;
  const svg = renderBadge({ label: 'license', message, color: 'green' });
  expect(svg).not.toContain('<script');
  expect(svg).not.toMatch(/[\u0000\ud800]/); // oxlint-disable-line no-control-regex -- what must not be there
  expect(svg).toContain('&lt;/text&gt;&lt;script&gt;');
  expect(svg.match(/<text /g)).toHaveLength(2);
  expect(svg.length).toBeLessThan(1500);
});
