import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { bundledTrustRoot } from '#store/trust/bundled-root.ts';

import { openTrustRoot } from '../../../local/trust/trust-root.ts';
import { atEnd } from '../../at-end.ts';
import { trustRootFile } from '../../sigstore/attested.ts';
import { createAuthority } from '../../sigstore/authority.ts';
import { type RootServer, serveRoot } from '../../sigstore/serve-root.ts';
import { folder } from '../../target.ts';

const DAY = 86_400_000;
const [first, second] = [await createAuthority(), await createAuthority()];

function clock() {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    advance: (milliseconds: number) => {
      ahead += milliseconds;
    },
  };
}

/** Somebody who has a trust root, until the test ends. */
async function served(content: string | number): Promise<RootServer> {
  const root = await serveRoot(content);
  atEnd(async () => root.stop());
  return root;
}

describe('a trust root by its URL', () => {
  test('is fetched when it is needed for the first time, and not before', async () => {
    const server = await served(first.trustRoot);
    const { now } = clock();
    const root = await openTrustRoot({ trustRoot: server.url, offline: false }, folder(), now);
    expect(server.asked()).toBe(0);
    expect(await root.current()).toBe(first.trustRoot);
    expect(await root.current()).toBe(first.trustRoot);
    expect(server.asked()).toBe(1);
    await root.close();
  });

  test('is fetched again after a day, while the last one counts', async () => {
    const server = await served(first.trustRoot);
    const { now, advance } = clock();
    const root = await openTrustRoot({ trustRoot: server.url, offline: false }, folder(), now);
    await root.current();
    server.answer(second.trustRoot);
    advance(DAY + 1);
    expect(await root.current()).toBe(first.trustRoot);
    await expect.poll(async () => root.current()).toBe(second.trustRoot);
    expect(server.asked()).toBe(2);
    await root.close();
  });

  test.each([
    ['can’t be had', 500],
    ['is none', '{"certificateAuthorities":[]}'],
    ['is no JSON', '<html>'],
    ['does not end', `"${'x'.repeat(2 * 1024 * 1024)}"`],
  ])('that %s leaves the last one, also for the next start', async (_, content) => {
    const server = await served(first.trustRoot);
    const { now, advance } = clock();
    const data = folder();
    const settings = { trustRoot: server.url, offline: false };
    const root = await openTrustRoot(settings, data, now);
    await root.current();
    server.answer(content);
    advance(2 * DAY);
    await root.current();
    await expect.poll(() => server.asked()).toBe(2);
    expect(await root.current()).toBe(first.trustRoot);
    await root.close();
    const next = await openTrustRoot(settings, data, now);
    expect(await next.current()).toBe(first.trustRoot);
    await next.close();
  });

  test('is not asked for where the registry is offline', async () => {
    const server = await served(first.trustRoot);
    const { now } = clock();
    const root = await openTrustRoot({ trustRoot: server.url, offline: true }, folder(), now);
    expect(await root.current()).toBeUndefined();
    expect(server.asked()).toBe(0);
    await root.close();
  });

  test('is not taken for that of another URL', async () => {
    const [one, other] = [await served(first.trustRoot), await served(500)];
    const { now } = clock();
    const data = folder();
    const root = await openTrustRoot({ trustRoot: one.url, offline: false }, data, now);
    await root.current();
    await root.close();
    const next = await openTrustRoot({ trustRoot: other.url, offline: false }, data, now);
    expect(await next.current()).toBeUndefined();
    await next.close();
  });
});

const open = async (file: string) =>
  openTrustRoot({ trustRoot: file, offline: true }, folder(), () => new Date());

describe('a trust root of a file', () => {
  test('counts from when it was written again; what can’t be used leaves the last one', async () => {
    const file = trustRootFile(first);
    const root = await open(file);
    expect(await root.current()).toBe(first.trustRoot);
    writeFileSync(file, '{"tlogs": []}');
    expect(await root.current()).toBe(first.trustRoot);
    writeFileSync(file, second.trustRoot);
    expect(await root.current()).toBe(second.trustRoot);
    rmSync(file);
    expect(await root.current()).toBe(second.trustRoot);
  });

  test.each([
    ['is not there', undefined],
    ['is none', '{}'],
  ])('that %s stops the start with a sentence', async (_, content) => {
    const file = path.join(folder(), 'root.json');
    if (content !== undefined) writeFileSync(file, content);
    await expect(open(file)).rejects.toThrow(/the trust root .*root\.json can't be used/);
  });
});

test('the public sigstore’s is the one that was brought along, where none can be fetched', async () => {
  const settings = { trustRoot: 'public', offline: true };
  const root = await openTrustRoot(settings, folder(), () => new Date());
  expect(await root.current()).toBe(await bundledTrustRoot());
});
