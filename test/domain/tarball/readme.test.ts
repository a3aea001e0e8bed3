import { expect, test } from 'vitest';

import type { ReadmeText } from '#domain/publish-document.ts';

import { entry, inspect, packageWith } from './archive.ts';

const readmeOf = async (
  ...files: readonly (readonly [string, string | Uint8Array])[]
): Promise<ReadmeText | undefined> => {
  const entries = files.map(([name, text]) => entry(`package/${name}`, text));
  return (await inspect(packageWith(...entries))).readme;
};

const chosen = async (...names: readonly string[]): Promise<string | undefined> =>
  (await readmeOf(...names.map((name) => [name, name] as const)))?.filename;

test('the README is found by its name in any case', async () => {
  for (const name of [
    'README.md',
    'readme.md',
    'ReadMe.Md',
    'README',
    'readme',
    'README.markdown',
  ]) {
    expect(await readmeOf([name, 'text'])).toEqual({ filename: name, text: 'text' });
  }
});

test('Markdown is preferred, whatever the order', async () => {
  expect(await chosen('README', 'README.md')).toBe('README.md');
  expect(await chosen('README.md', 'README')).toBe('README.md');
  expect(await chosen('README.markdown', 'readme.md', 'README')).toBe('readme.md');
  expect(await chosen('README.zh-CN.md', 'README.md')).toBe('README.md');
  expect(await chosen('README.zh-CN.md', 'README.en.md')).toBe('README.en.md');
  expect(await chosen('README.en.md', 'README.de.md')).toBe('README.de.md');
});

test('other files are no README', async () => {
  const names = ['docs/README.md', 'README.txt', 'README.js', 'readme-more.md', 'AREADME.md'];
  expect(await chosen(...names)).toBeUndefined();
  expect(await readmeOf(['README.md', ''])).toBeUndefined();
});

test('of a README that comes twice the last one counts, as for extraction', async () => {
  expect(await readmeOf(['README.md', 'first'], ['README.md', 'second'])).toMatchObject({
    text: 'second',
  });
});

test('a byte order mark is left out and wrong UTF-8 replaced', async () => {
  expect(await readmeOf(['README.md', '\uFEFFtext'])).toMatchObject({ text: 'text' });
  const latin1 = Buffer.from('sch\u00f6n', 'latin1');
  expect(await readmeOf(['README.md', latin1])).toMatchObject({ text: 'sch\uFFFDn' });
});

test('a README has as many characters as a publish document may bring, or is refused', async () => {
  const limit = 2 * 2 ** 20;
  const tooLarge = {
    code: 'too_large',
    message: "the tarball's README has more than 2097152 characters: shorten it",
  };
  expect(await readmeOf(['README.md', '日'.repeat(limit)])).toBeTruthy();
  await expect(readmeOf(['README.md', 'x'.repeat(limit + 1)])).rejects.toMatchObject(tooLarge);
  await expect(readmeOf(['README.md', 'x'.repeat(4 * limit)])).rejects.toMatchObject(tooLarge);
});

test('a large file that is passed over for a better README does no harm', async () => {
  const huge = 'x'.repeat(8 * 2 ** 20);
  expect(await readmeOf(['README.en.md', huge], ['README.md', 'text'])).toMatchObject({
    text: 'text',
  });
});
