import { describe, expect, test } from 'vitest';

import { BASE64, bodyOf, inPieces, LIMITS, receive, receiveText, withData } from './body.ts';

describe('a body that is no JSON object is refused', () => {
  test.each([
    ['the body is empty', ''],
    ['the body must be a JSON object', '[]'],
    ['the body must be a JSON object', 'null'],
    ['the body must be a JSON object', '"text"'],
    ['the body must be a JSON object', '1'],
    ['the body must be a JSON object', '<html>'],
    ['the body must be a JSON object', '\uFEFF{}'],
    ['the body must be a JSON object', '}'],
    ['the body is cut short', ' '],
    ['the body is cut short', '{'],
    ['the body is cut short', '{"a":{"b":1}'],
    ['the body is cut short', '{"a'],
    ['the body is cut short', String.raw`{"a\"`],
    ['the body is cut short', withData(`"${BASE64}"`).slice(0, -1)],
    ['the body goes on after its JSON object', '{} {}'],
    ['the body goes on after its JSON object', '{}}'],
    ['the body goes on after its JSON object', '{},'],
    ['the body goes on after its JSON object', '{}"a"'],
    ['the body goes on after its JSON object', '{}x'],
    ['the body is not valid JSON', '{a:1}'],
    ['the body is not valid JSON', '{"a":1,}'],
    ['the body is not valid JSON', '{"a" 1}'],
    ['the body is not valid JSON', "{'a':1}"],
    ['the body is not valid JSON', '{"a":"\n"}'],
    ['the body is not valid JSON', '{"a":NaN}'],
    ['the body is not valid JSON', '{]'],
    ['the body is not valid JSON', '{"a":[}]'],
    ['the body is not valid JSON', String.raw`{"a":"\x"}`],
    ['the body is not valid JSON', String.raw`{"\x":1}`],
    ['the body is not valid JSON', '{}\0'],
    ['the body is not valid JSON', `{"_attachments":{"p.tgz":{"data" "${BASE64}"}}}`],
    ['the body is not valid JSON', `{"_attachments":{"p.tgz":{"data":"${BASE64}" "a"}}}`],
  ])('%s: %j', async (message, text) => {
    await expect(receiveText(text)).rejects.toMatchObject({ code: 'invalid' });
    await expect(receiveText(text)).rejects.toThrow(message);
    await expect(receive(bodyOf(...inPieces(text, 1)))).rejects.toThrow(message);
  });

  test('text that is not UTF-8', async () => {
    const latin1 = Buffer.from('{"a":"ä"}', 'latin1');
    await expect(receiveText(latin1)).rejects.toThrow('the body is not valid UTF-8');
    const key = Buffer.from('{"ä":1}', 'latin1');
    await expect(receiveText(key)).rejects.toThrow('the body is not valid UTF-8');
  });
});

const nested = (levels: number): string =>
  `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

test('a bomb of brackets is refused while it is read', async () => {
  const message = 'the body nests more than 100 levels deep';
  for (const bomb of ['[', '{"a":', '[{"a":']) {
    await expect(receiveText(`{"a":${bomb.repeat(9000)}`)).rejects.toThrow(message);
  }
  expect(await receiveText(nested(100))).toBeTruthy();
  await expect(receiveText(nested(101))).rejects.toThrow(message);
});

describe('what could be read in two ways is refused', () => {
  const tgz = `{"data":"${BASE64}"}`;
  test.each([
    ['the body has _attachments twice', `{"_attachments":{},"_attachments":{"p.tgz":${tgz}}}`],
    ['the body has _attachments twice', String.raw`{"_attachments":{},"\u005fattachments":{}}`],
    ['the body has attachment "p.tgz" twice', `{"_attachments":{"p.tgz":${tgz},"p.tgz":{}}}`],
    [
      'the body has attachment "p.tgz" twice',
      String.raw`{"_attachments":{"p.tgz":{},"\u0070.tgz":{}}}`,
    ],
    [
      'the body has attachment "a.sigstore" twice',
      '{"_attachments":{"a.sigstore":1,"a.sigstore":2}}',
    ],
    [
      'a publish brings exactly one tarball; this one brings another in "b.tgz"',
      `{"_attachments":{"a.tgz":${tgz},"b.tgz":${tgz}}}`,
    ],
    [
      'a publish brings exactly one tarball; this one brings another in "a.tgz"',
      `{"_attachments":{"a.tgz":{"data":"AAAA","data":"BBBB"}}}`,
    ],
  ])('%s', async (message, text) => {
    await expect(receiveText(text)).rejects.toMatchObject({ code: 'invalid', message });
  });
});

test('a document above the limit is refused as soon as it is', async () => {
  let pulled = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"readme":"');
    for (;;) {
      pulled += 1;
      yield Buffer.alloc(10_000, 'x');
    }
  }
  await expect(receive(endless(), { ...LIMITS, document: 2 ** 20 })).rejects.toMatchObject({
    code: 'too_large',
    message:
      'the publish document has more than 1 MB beside its tarball: ' +
      'a README or a package.json this large is the usual cause, shorten it',
  });
  expect(pulled).toBeLessThan(110);
});

test('the limit of the document is exact, and the tarball does not count towards it', async () => {
  const body = withData(`"${BASE64}"`);
  const document = body.length - BASE64.length;
  expect(await receiveText(body, { ...LIMITS, document })).toBeTruthy();
  await expect(receiveText(body, { ...LIMITS, document: document - 1 })).rejects.toMatchObject({
    code: 'too_large',
  });
  await expect(receiveText(body, { ...LIMITS, document: 10 })).rejects.toMatchObject({
    code: 'too_large',
  });
});

test('white space counts towards the limit', async () => {
  await expect(receiveText(`{}${' '.repeat(70_000)}`)).rejects.toMatchObject({ code: 'too_large' });
});

test('errors quote names of the body only shortened and escaped', async () => {
  const name = `${'n'.repeat(500)}\\u001b.tgz`;
  const twice = receiveText(`{"_attachments":{"${name}":1,"${name}":2}}`);
  await expect(twice).rejects.toThrow(`the body has attachment "${'n'.repeat(59)}…" twice`);
  const secret = receiveText(`{"token":"a secret",x}`);
  await expect(secret).rejects.toMatchObject({ message: 'the body is not valid JSON' });
  await expect(secret).rejects.not.toHaveProperty('cause.message');
});
