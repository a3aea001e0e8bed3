import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { pantry } from '../cli/run.ts';
import { anonymous, user } from '../client.ts';
import { integrityOf, pack, uniqueName } from '../packages.ts';
import { folder } from '../target.ts';
import { commit, documentOf, lookAt, putPart, startParts } from '../uploads.ts';
import { startStage } from './stage.ts';

const { rehearsal, target } = await startStage();
const { aws } = rehearsal;
const alice = await user(target);
const bob = await user(target);

/** 20 MB: three parts. */
function prepared() {
  const manifest = { name: uniqueName(), version: '1.0.0' };
  const tarball = pack(manifest, { data: randomBytes(20_000_000) });
  return { manifest, tarball, document: documentOf(manifest, { tarball }) };
}

/** What is asked of S3's parts, by which role. */
const callsOfParts = (): readonly string[] => [
  ...new Set(
    aws.calls
      .filter(({ operation }) => /Part|Multipart/.test(operation))
      .map(({ role, operation }) => `${/^[A-Z][a-z]+[A-Z][a-z]+/.exec(role)?.[0]} ${operation}`),
  ),
];

describe('an upload in parts', () => {
  test('is continued, put together once, and published, and no role asks for what it may not', async () => {
    const { manifest, tarball, document } = prepared();
    const { name } = manifest;
    aws.calls.length = 0;
    const begun = await startParts(alice, name, tarball);
    expect(begun).toMatchObject({ status: 201, body: { partCount: 3, received: [] } });
    expect(await putPart(target, begun, 2, tarball)).toBe(200);
    expect(await commit(alice, begun, document)).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('of 3 parts these have not arrived: 1, 3.') },
    });
    expect((await lookAt(bob, begun, name)).status).toBe(404);
    expect((await commit(bob, begun, document)).status).toBe(404);
    const found = await lookAt(alice, begun, name);
    expect(found.body.received).toEqual([{ number: 2, size: begun.body.partSize }]);
    for (const number of [1, 3]) expect(await putPart(target, found, number, tarball)).toBe(200);
    expect((await commit(alice, begun, document)).status).toBe(201);
    expect((await lookAt(alice, begun, name)).status).toBe(404);
    const { body } = await anonymous(target).get(`/${name}`);
    expect(body.versions['1.0.0'].dist.integrity).toBe(integrityOf(tarball));
    expect(aws.denials).toEqual([]);
    expect(callsOfParts()).toMatchInlineSnapshot(`
      [
        "UploadsStart CreateMultipartUpload",
        "UploadsStart UploadPart",
        "UploadsCommit ListParts",
        "UploadsGet ListParts",
        "UploadsGet UploadPart",
        "UploadsCommit CompleteMultipartUpload",
      ]
    `);
  });

  test('that was put together and not published is found whole, and published', async () => {
    const { manifest, tarball, document } = prepared();
    const begun = await startParts(alice, manifest.name, tarball);
    for (const number of [1, 2, 3]) await putPart(target, begun, number, tarball);
    aws.faults.set([{ service: 's3', operation: 'CopyObject', as: 'denied' }]);
    expect((await commit(alice, begun, document)).status).toBe(500);
    aws.faults.set([]);
    const found = await lookAt(alice, begun, manifest.name);
    expect(found).toMatchObject({ status: 200, body: { missing: [] } });
    expect((await commit(alice, begun, document)).status).toBe(201);
  });

  test.each(['throttled', 'timeout', 'done-but-cut'] as const)(
    'is published where each call for it is %s once',
    async (as) => {
      const { manifest, tarball, document } = prepared();
      const operations = ['CreateMultipartUpload', 'ListParts', 'CompleteMultipartUpload'];
      aws.faults.set(operations.map((operation) => ({ service: 's3', operation, as, nth: 0 })));
      const begun = await startParts(alice, manifest.name, tarball);
      for (const number of [1, 2, 3]) await putPart(target, begun, number, tarball);
      const done = await commit(alice, begun, document);
      aws.faults.set([]);
      expect(done.status).toBe(201);
    },
  );

  test('whose bytes are others than announced is refused, and over', async () => {
    const { manifest, tarball, document } = prepared();
    const begun = await startParts(alice, manifest.name, tarball);
    const other = Buffer.from(tarball);
    other.writeUInt32LE(5, 10_000_000);
    for (const number of [1, 2, 3]) await putPart(target, begun, number, other);
    expect((await commit(alice, begun, document)).status).toBe(400);
    expect((await lookAt(alice, begun, manifest.name)).status).toBe(404);
    expect((await anonymous(target).get(`/${manifest.name}`)).status).toBe(404);
    expect(aws.denials).toEqual([]);
  });
});

test('pantry publish sends 20 MB through the stacks', async () => {
  const { manifest, tarball } = prepared();
  const dir = folder();
  writeFileSync(path.join(dir, 'p.tgz'), tarball);
  const { host } = new URL(target.url);
  writeFileSync(path.join(dir, '.npmrc'), `//${host}/:_authToken=${alice.token}\n`);
  const { code, stdout } = await pantry(dir, ['publish', 'p.tgz', '--registry', target.url]);
  expect([code, stdout]).toEqual([0, `+ ${manifest.name}@1.0.0\n`]);
  const { body } = await anonymous(target).get(`/${manifest.name}`);
  expect(body.versions['1.0.0'].dist.integrity).toBe(integrityOf(tarball));
  expect(aws.denials).toEqual([]);
});
