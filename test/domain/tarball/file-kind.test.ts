import { expect, test } from 'vitest';

import { fileKind, imageType } from '#domain/tarball/file-kind.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);

test('an image is what its name and its content agree on, and no SVG', () => {
  expect(imageType('a.PNG', PNG)).toBe('image/png');
  expect(imageType('a.gif', PNG)).toBeUndefined();
  expect(imageType('a.png', Buffer.from('<script>'))).toBeUndefined();
  expect(imageType('a.webp', Buffer.from('RIFF\u0001\u0002\u0003\u0004WEBPVP8 '))).toBe(
    'image/webp',
  );
  expect(imageType('a.avif', Buffer.from('\0\0\0\u0020ftypavif'))).toBe('image/avif');
  expect(fileKind('a.svg', Buffer.from('<svg onload="alert(1)"/>'))).toBe('text');
});

test('text may have some bytes that are no UTF-8, and no NUL', () => {
  expect(fileKind('a', Buffer.from(`Gr\u00fc\u00dfe an alle ${'x'.repeat(30)}`, 'latin1'))).toBe(
    'text',
  );
  expect(fileKind('a', Buffer.from([0xff, 0xfe, 0xfd, 0xfc]))).toBe('binary');
  expect(fileKind('a', Buffer.from('a\0b'))).toBe('binary');
  expect(fileKind('a', Buffer.from('\u001b[31mred\u001b[0m\n'))).toBe('text');
  expect(fileKind('a.js', Buffer.alloc(0))).toBe('text');
});
