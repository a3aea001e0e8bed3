import { expect, test } from 'vitest';

import type { ReleaseFacts } from '#domain/diff/release-changes.ts';
import { warnings } from '#web/package/diff/warnings.ts';

const CALM: ReleaseFacts = {
  version: '1.0.0',
  publishedAt: '2026-01-01T00:00:00.000Z',
  publisher: 'alice',
  provenance: { repository: 'https://example.com/a/b', workflow: undefined },
  byRun: false,
  installScripts: false,
  fileCount: 1,
  unpackedSize: 1,
  size: 1,
};

const warned = (to: Partial<ReleaseFacts>, script?: string): string =>
  warnings({
    from: CALM,
    to: { ...CALM, version: '1.0.1', ...to },
    fields:
      script === undefined
        ? []
        : [{ field: 'scripts', changes: [{ name: script, before: 'x', after: 'y' }] }],
  })
    .map(({ text }) => text)
    .join();

test('what a takeover looks like is said, and nothing else', () => {
  expect(warned({})).toBe('');
  expect(warned({ fileCount: 9 }, 'test')).toBe('');
  expect(warned({ installScripts: true })).toContain('Runs code when it is installed');
  expect(warned({}, 'postinstall')).toContain('Runs other code when it is installed');
  expect(warned({ provenance: undefined })).toContain('nothing proves where 1.0.1 was built');
  expect(warned({ publisher: '<i>' })).toContain('&lt;i&gt; published 1.0.1');
  const elsewhere = { repository: 'https://example.com/evil/b', workflow: undefined };
  expect(warned({ provenance: elsewhere })).toContain('Another source');
});

test('dependencies that are another package than they are called are named', () => {
  const changes = [
    { name: 'tool', before: '^1.0.0', after: 'npm:evil@1' },
    { name: 'far', before: undefined, after: 'ssh://git@example.com/a.git' },
  ];
  const all = warnings({ from: CALM, to: CALM, fields: [{ field: 'dependencies', changes }] });
  expect(all.map(({ text }) => text.replace(/^.*<\/strong> /, ''))).toEqual([
    'far.',
    'tool is evil.',
  ]);
});
