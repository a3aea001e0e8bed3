import { describe, expect, test } from 'vitest';

import {
  BASE64,
  BEFORE,
  bodyOf,
  inPieces,
  LIMITS,
  receive,
  receiveText,
  TARBALL,
  withData,
} from './body.ts';

describe('base64', () => {
  test('of every length is decoded, wherever it is cut', async () => {
    for (let length = 0; length < 70; length += 1) {
      const bytes = TARBALL.subarray(0, length);
      const text = withData(`"${bytes.toString('base64')}"`);
      for (let at = BEFORE.length; at < BEFORE.length + 12; at += 1) {
        const { tarball } = await receive(bodyOf(text.slice(0, at), text.slice(at)));
        expect(tarball).toEqual(bytes);
      }
      expect(await receive(bodyOf(...inPieces(text, 7)))).toMatchObject({ tarball: bytes });
    }
  });

  test('may have its slashes and plus signs escaped', async () => {
    const escapes = [
      BASE64.replaceAll('/', String.raw`\/`),
      BASE64.replaceAll('+', String.raw`\u002B`).replaceAll('/', String.raw`\u002f`),
      BASE64.replaceAll(/./g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
    ];
    expect(escapes.every((text) => text.includes('\\'))).toBe(true);
    for (const text of escapes) {
      const body = Buffer.from(withData(`"${text}"`));
      expect(await receive(bodyOf(body))).toMatchObject({ tarball: TARBALL });
      expect(await receive(bodyOf(...inPieces(body, 1)))).toMatchObject({ tarball: TARBALL });
      for (let at = BEFORE.length; at < BEFORE.length + 60; at += 1) {
        const { tarball } = await receive(bodyOf(body.subarray(0, at), body.subarray(at)));
        expect(tarball).toEqual(TARBALL);
      }
    }
  });

  test.each<[string, string]>([
    ['a character that is not in it', 'AAAA*AAA'],
    ['a space', 'AAAA AAAA'],
    ['a line break', 'AAAA\nAAAA'],
    ['an escaped line break', String.raw`AAAA\nAAAA`],
    ['an escaped quote', String.raw`AAAA\"AAA`],
    ['an escaped backslash', String.raw`AAAA\\AAA`],
    ['an unknown escape', String.raw`AAAA\xAAA`],
    ['half an escape', String.raw`AAAA\u00`],
    ['the URL alphabet', 'AA-_AAAA'],
    ['no padding', 'AAAAAA'],
    ['half of the padding', 'AAAAAA='],
    ['too much padding', 'AAAAA==='],
    ['only padding', '===='],
    ['padding in the middle', 'AA==AAAA'],
    ['bits behind the last byte', 'AAAAAB=='],
    ['a NUL', 'AAAA\0AAA'],
    ['a letter beyond ASCII', 'AAAAäAAA'],
    ['a length of one more', 'AAAAA'],
  ])('with %s is refused', async (_name, text) => {
    const body = Buffer.from(withData(`"${text}"`));
    const message = 'the data of attachment "p-1.0.0.tgz" is not base64';
    await expect(receiveText(body)).rejects.toMatchObject({ code: 'invalid' });
    await expect(receiveText(body)).rejects.toThrow(message);
    for (let at = BEFORE.length; at < BEFORE.length + text.length; at += 1) {
      const halves = bodyOf(body.subarray(0, at), body.subarray(at));
      await expect(receive(halves)).rejects.toThrow(message);
    }
  });

  test('is refused where it does not end', async () => {
    const body = withData(`"${BASE64}`).slice(0, 200);
    await expect(receiveText(body)).rejects.toThrow(
      'the body is cut short: it ends inside the data of attachment "p-1.0.0.tgz"',
    );
  });
});

test('data that is not a string is refused', async () => {
  for (const data of ['null', '1', '{}', '["AAAA"]', 'true', '{"data":"AAAA"}', '\n -1']) {
    await expect(receiveText(withData(data))).rejects.toThrow(
      'the data of attachment "p-1.0.0.tgz" must be a string',
    );
  }
});

test('a tarball above the limit is refused as soon as it is', async () => {
  let pulled = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${BEFORE}"`);
    for (;;) {
      pulled += 1;
      yield Buffer.alloc(64 * 1024, 'A');
    }
  }
  const limits = { ...LIMITS, tarball: 2.5 * 2 ** 20 };
  await expect(receive(endless(), limits)).rejects.toMatchObject({
    code: 'too_large',
    message: 'the tarball has more than 2.5 MB, the limit of this registry',
  });
  expect(pulled).toBeLessThan(60);
});

test('a tarball of exactly the limit passes', async () => {
  const limits = { ...LIMITS, tarball: TARBALL.length };
  expect(await receiveText(withData(`"${BASE64}"`), limits)).toMatchObject({ tarball: TARBALL });
  await expect(
    receiveText(withData(`"${BASE64}"`), { ...limits, tarball: TARBALL.length - 1 }),
  ).rejects.toMatchObject({ code: 'too_large' });
});
