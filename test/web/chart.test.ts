import { expect, test } from 'vitest';

import { chart } from '#web/chart.ts';

const heads = ['Day', 'Downloads'] as const;
const drawn = (points: Parameters<typeof chart>[0]['points']): string =>
  chart({ title: 'Downloads per day', heads, points }).text;

test('a chart draws a bar a point, says the figures, and tells them in a table', () => {
  const text = drawn([
    { label: '2026-11-20', value: 0 },
    { label: '2026-11-21', value: 1 },
    { label: '2026-11-22', value: 12_345 },
  ]);
  expect(text.match(/<rect /g)).toHaveLength(3);
  expect(text).toContain('12,346 in all, at most 12,345 (2026-11-22)');
  expect(text).toContain('<th scope="row">2026-11-21</th><td class="number">1</td>');
  // One of many thousand is still seen, none is not.
  expect(text.match(/height="[\d.]+"/g)).toEqual([
    'height="0.0"',
    'height="2.0"',
    'height="160.0"',
  ]);
  expect(text).not.toContain('style=');
});

test('labels of others stay text', () => {
  const text = drawn([{ label: '<script>"', value: 1 }]);
  expect(text).not.toContain('<script');
  expect(text).not.toContain('"<');
});

test('nothing counted is said, and not drawn', () => {
  expect(drawn([])).toContain('Nothing so far.');
  expect(drawn([{ label: '2026-11-20', value: 0 }])).not.toContain('<svg');
});
