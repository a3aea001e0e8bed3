import { expect, test } from 'vitest';

import { entry, inspect, tarball } from './archive.ts';

const facts = (content: string | Uint8Array): ReturnType<typeof inspect> =>
  inspect(tarball(entry('package/package.json', content)));

test('a tarball without package.json is refused', async () => {
  const message = 'the tarball has no package.json in its package folder';
  await expect(inspect(tarball(entry('package/index.js')))).rejects.toThrow(message);
  await expect(inspect(tarball(entry('package/lib/package.json', '{}')))).rejects.toThrow(message);
});

test('package.json must be a JSON object in UTF-8', async () => {
  for (const content of ['', '{', "{'a':1}", '{"a":1}x', '{}\0']) {
    await expect(facts(content)).rejects.toThrow('package.json is not valid JSON');
  }
  for (const content of ['[]', 'null', '"a"', '1']) {
    await expect(facts(content)).rejects.toThrow('package.json must be a JSON object');
  }
  await expect(facts(Buffer.from('{"a":"ä"}', 'latin1'))).rejects.toThrow('not valid UTF-8');
  await expect(facts(Buffer.from('{"a":1}', 'utf16le'))).rejects.toMatchObject({ code: 'invalid' });
});

test('an error does not repeat what is in package.json', async () => {
  await expect(facts('{"token": secret}')).rejects.not.toThrow('secret');
});

test('a byte order mark is passed over', async () => {
  expect((await facts('\uFEFF{"name":"p"}')).packageJson).toEqual({ name: 'p' });
});

const long = (bytes: number): string => `{"a":"${'x'.repeat(bytes - 8)}"}`;

test('a package.json above 1 MB is refused', async () => {
  expect((await facts(long(2 ** 20))).unpackedSize).toBe(2 ** 20);
  await expect(facts(long(2 ** 20 + 1))).rejects.toMatchObject({
    code: 'too_large',
    message: 'package.json has more than 1 MB',
  });
});

const nested = (levels: number): string =>
  `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

test('a package.json that nests too deep is refused', async () => {
  expect(await facts(nested(100))).toBeTruthy();
  await expect(facts(nested(103))).rejects.toThrow('nests more than 100 levels deep');
  await expect(facts(nested(500_000))).rejects.toThrow('nests more than 100 levels deep');
});

test('a key __proto__ in package.json is a key like others', async () => {
  const { packageJson } = await facts('{"__proto__":{"polluted":true},"name":"p"}');
  expect(Object.keys(packageJson)).toEqual(['__proto__', 'name']);
  expect('polluted' in {}).toBe(false);
  expect(Object.getPrototypeOf(packageJson)).toBe(Object.prototype);
});
