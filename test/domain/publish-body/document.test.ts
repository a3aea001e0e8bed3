import { expect, test } from 'vitest';

import {
  BASE64,
  bodyOf,
  DOCUMENT,
  EXPECTED,
  inPieces,
  receive,
  receiveText,
  TARBALL,
  withData,
} from './body.ts';

const WHOLE = { document: EXPECTED, attachment: '@s/p-1.0.0.tgz', tarball: TARBALL };

test('the tarball is handed over, and the document returned without it', async () => {
  expect(await receiveText(JSON.stringify(DOCUMENT))).toEqual(WHOLE);
});

test('a body may be cut anywhere', async () => {
  const bytes = Buffer.from(JSON.stringify(DOCUMENT));
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(await receive(bodyOf(bytes.subarray(0, at), bytes.subarray(at)))).toEqual(WHOLE);
  }
});

test('a body may come byte by byte', async () => {
  const bytes = Buffer.from(JSON.stringify(DOCUMENT, undefined, 2));
  expect(await receive(bodyOf(...inPieces(bytes, 1)))).toEqual(WHOLE);
});

test('a body may come in chunks of any size', async () => {
  const bytes = Buffer.from(JSON.stringify(DOCUMENT));
  for (let size = 2; size < 100; size += 1) {
    expect(await receive(bodyOf(...inPieces(bytes, size)))).toEqual(WHOLE);
  }
});

test('keys may be in any order', async () => {
  const turned = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, inner]) => [key, turned(inner)]),
        )
      : value;
  expect(await receiveText(JSON.stringify(turned(DOCUMENT)))).toEqual(WHOLE);
});

test('white space of all kinds may be anywhere', async () => {
  const spaced = JSON.stringify(DOCUMENT, undefined, '\t').replaceAll('\n', '\r\n ');
  const aroundColons = spaced.replaceAll('": ', '" \n:\t');
  expect(await receiveText(` \n${aroundColons}\r\n\t `)).toEqual(WHOLE);
});

test('keys may be written with escapes', async () => {
  const text = String.raw`{"\u005fattachm\u0065nts":{"\u0040s\/p-1.0.0.tg\u007a":{"d\u0061ta":"${BASE64}"}}}`;
  expect(await receiveText(text)).toEqual({
    document: { _attachments: { '@s/p-1.0.0.tgz': { data: '' } } },
    attachment: '@s/p-1.0.0.tgz',
    tarball: TARBALL,
  });
  for (let at = 0; at <= text.length; at += 1) {
    const { tarball } = await receive(bodyOf(text.slice(0, at), text.slice(at)));
    expect(tarball).toEqual(TARBALL);
  }
});

test('a body without a tarball is returned as it is', async () => {
  const bodies: unknown[] = [
    {},
    { _id: 'p', _rev: '1-a', users: { a: true } },
    { _attachments: {} },
    { _attachments: { 'p.sigstore': { data: 'AAAA' } } },
    { _attachments: { 'p.tgz': { length: 3 } } },
    { _attachments: { 'p.tgz': 'AAAA' } },
    { _attachments: { 'p.tgz': { stub: { data: 'AAAA' } } } },
    { _attachments: [{ 'p.tgz': { data: 'AAAA' } }] },
    { _attachments: [[{ data: 'AAAA' }]] },
    { _attachments: 'data' },
    { 'p.tgz': { data: 'AAAA' }, data: 'AAAA' },
    { inner: { _attachments: { 'p.tgz': { data: 'AAAA' } } } },
    { _attachments: { _attachments: { 'p.tgz': { data: 'AAAA' } } } },
    { versions: { 'x.tgz': { data: 'AAAA' } } },
    { _attachments: { 'p.tgz': [{ data: 'AAAA' }] } },
  ];
  for (const body of bodies) {
    const received = await receiveText(JSON.stringify(body));
    expect(received).toEqual({ document: body, attachment: undefined, tarball: undefined });
  }
});

test('a tarball that is empty is handed over', async () => {
  expect(await receiveText(withData('""'))).toMatchObject({ tarball: Buffer.alloc(0) });
});

test('keys like __proto__ are keys like others', async () => {
  const text = `{"__proto__":{"polluted":1},"_attachments":{"__proto__":{"a":1},"constructor":{"a":1},"p.tgz":{"__proto__":2,"data":"${BASE64}"}}}`;
  const { document, tarball } = await receiveText(text);
  expect(tarball).toEqual(TARBALL);
  expect(Object.keys(Object(document))).toEqual(['__proto__', '_attachments']);
  expect('polluted' in {}).toBe(false);
});

test('chunks of the network are not kept', async () => {
  const chunk = Buffer.alloc(4096, ' ');
  async function* reusing(): AsyncGenerator<Uint8Array> {
    for (const part of ['{"a":"first', ' second"', ',"b":1}']) {
      chunk.fill(' ');
      chunk.write(part);
      yield chunk.subarray(0, part.length);
    }
  }
  expect((await receive(reusing())).document).toEqual({ a: 'first second', b: 1 });
});
