import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';

import { anonymous, type Client, user } from '../client.ts';
import {
  integrityOf,
  pack,
  publishDocument,
  type PublishDocument,
  uniqueName,
} from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
let alice: Client;

beforeAll(async () => {
  alice = await user(registry, 'alice');
});

/** Publishes a document after `spoil` did something to it. */
async function publishSpoiled(
  spoil: (document: PublishDocument, name: string) => unknown,
): Promise<{ readonly status: number; readonly error: string; readonly name: string }> {
  const name = uniqueName();
  const document = publishDocument({ name, version: '1.0.0' });
  const spoiled = spoil(document, name) ?? document;
  const { status, body } = await alice.put(`/${name}`, spoiled);
  return { status, error: String(body.error), name };
}

const attachment = (document: PublishDocument): Record<string, unknown> =>
  Object.values(document['_attachments'] as Record<string, Record<string, unknown>>)[0] ?? {};

const dist = (document: PublishDocument): Record<string, unknown> =>
  document['versions']['1.0.0'].dist;

/** Puts another tarball into a document, its digests right. */
function swap(document: PublishDocument, tarball: Uint8Array): void {
  Object.assign(attachment(document), {
    data: Buffer.from(tarball).toString('base64'),
    length: tarball.length,
  });
  Object.assign(dist(document), { integrity: integrityOf(tarball), shasum: undefined });
}

describe(`a publish that can't be right, ${registry.name}`, () => {
  const spoiled: readonly [string, number, RegExp, Parameters<typeof publishSpoiled>[0]][] = [
    ['broken JSON', 400, /not valid JSON|cut short|JSON/, (d) => JSON.stringify(d).slice(0, -20)],
    ['no JSON at all', 400, /JSON/, () => 'hello'],
    ['an empty body', 400, /empty/, () => ''],
    ['a list', 400, /./, () => '[]'],
    ['wrong base64', 400, /base64/, (d) => void (attachment(d)['data'] = '§§§')],
    ['a length that is wrong', 400, /announces/, (d) => void (attachment(d)['length'] = 1)],
    [
      'an integrity that is wrong',
      400,
      /dist\.integrity/,
      (d) => void (dist(d)['integrity'] = integrityOf(Buffer.from('x'))),
    ],
    [
      'a shasum that is wrong',
      400,
      /dist\.shasum/,
      (d) => void (dist(d)['shasum'] = '0'.repeat(40)),
    ],
    ['a tarball that is none', 400, /gzip/, (d) => swap(d, Buffer.from('<html>no</html>'))],
    ['gzip without tar', 400, /./, (d) => swap(d, gzipSync('just text, and not an archive'))],
    [
      "another package's tarball",
      400,
      /package\.json is of "somebody-else"/,
      (d) => swap(d, pack({ name: 'somebody-else', version: '1.0.0' })),
    ],
    [
      "another version's tarball",
      400,
      /package\.json has version "2\.0\.0"/,
      (d, name) => swap(d, pack({ name, version: '2.0.0' })),
    ],
    ['no version', 400, /exactly one version/, (d) => void (d['versions'] = {})],
    [
      'two versions',
      400,
      /exactly one version/,
      (d) => void (d['versions']['2.0.0'] = d['versions']['1.0.0']),
    ],
    [
      'a version that is none',
      400,
      /not a valid version/,
      (d) =>
        void (d['versions'] = { 'one.two': { ...d['versions']['1.0.0'], version: 'one.two' } }),
    ],
    [
      'a version with build metadata',
      400,
      /build metadata/,
      (d) =>
        void (d['versions'] = { '1.0.0+b': { ...d['versions']['1.0.0'], version: '1.0.0+b' } }),
    ],
    ['a tag that is a range', 400, /range/, (d) => void (d['dist-tags'] = { '^1.0.0': '1.0.0' })],
    ['a tag that is a version', 400, /range/, (d) => void (d['dist-tags'] = { 'v1.0.0': '1.0.0' })],
    ['a tag with a slash', 400, /tag/, (d) => void (d['dist-tags'] = { 'a/b': '1.0.0' })],
    [
      'a tag that names another version',
      400,
      /does not bring/,
      (d) => void (d['dist-tags'] = { latest: '3.0.0' }),
    ],
    ['a document of another name', 400, /names must agree/, (d) => void (d['name'] = 'other-name')],
    ['no tarball', 400, /tarball/, (d) => void (d['_attachments'] = {})],
    [
      'an attachment that is no tarball',
      400,
      /tgz/,
      (d) => void (d['_attachments'] = { 'x.zip': attachment(d) }),
    ],
    ['an access that does not exist', 400, /access/, (d) => void (d['access'] = 'secret')],
  ];

  test.each(spoiled)('%s is refused with a sentence', async (_, status, sentence, spoil) => {
    const answer = await publishSpoiled(spoil);
    expect([answer.status, answer.error]).toEqual([status, expect.stringMatching(sentence)]);
    expect((await reader.get(`/${answer.name}`)).status).toBe(404);
  });

  test('70 MB of README are refused, and nothing is written', async () => {
    const answer = await publishSpoiled(
      (document) => void (document['versions']['1.0.0'].readme = 'x'.repeat(70 * 2 ** 20)),
    );
    expect([answer.status, answer.error]).toEqual([413, expect.stringMatching(/README|too large/)]);
    expect((await reader.get(`/${answer.name}`)).status).toBe(404);
  }, 180_000);

  test('a README of 3 MB is refused by name', async () => {
    const answer = await publishSpoiled(
      (document) => void (document['versions']['1.0.0'].readme = 'x'.repeat(3 * 2 ** 20)),
    );
    expect([answer.status, answer.error]).toEqual([413, expect.stringMatching(/README/)]);
  });
});
