import { describe, expect, test } from 'vitest';

import { anonymous, type Client, escape, user } from '../client.ts';
import { integrityOf, pack, uniqueName } from '../packages.ts';
import { server } from '../target.ts';

const registry = await server();
const reader = anonymous(registry);
const ABBREVIATED = { accept: 'application/vnd.npm.install-v1+json' };

/** What must be true of a document at every moment: what it names is in it. */
function checkWhole(document: Record<string, any>, versions: ReadonlySet<string>): void {
  const listed = Object.keys(document['versions']);
  for (const version of Object.values<string>(document['dist-tags'])) {
    expect(listed).toContain(version);
  }
  for (const version of listed) {
    expect(versions).toContain(version);
    expect(document['time']).toHaveProperty([version]);
    expect(document['versions'][version].dist.integrity).toMatch(/^sha512-/);
  }
}

/** Reads a package over and over until told to stop; how often it did. */
async function readOn(name: string, versions: ReadonlySet<string>, state: { done: boolean }) {
  let seen = 0;
  let most = 0;
  while (!state.done) {
    const { status, body } = await reader.get(`/${escape(name)}`, seen % 2 ? ABBREVIATED : {});
    seen += 1;
    expect(status).toBe(200);
    checkWhole(body, versions);
    const count = Object.keys(body.versions).length;
    expect(count).toBeGreaterThanOrEqual(most);
    most = count;
  }
  return seen;
}

async function versionsOf(client: Client, name: string): Promise<string[]> {
  const { body } = await client.get(`/${escape(name)}`);
  return Object.keys(body.versions);
}

describe('a package that is read while it is published', () => {
  test.each([1, 8])(
    '60 versions in a row, %i readers: none lost, none torn, and the publisher sees each at once',
    async (readers) => {
      const alice = await user(registry);
      const name = uniqueName();
      const versions = Array.from({ length: 60 }, (_, index) => `1.0.${index}`);
      await alice.publish({ name, version: versions[0] ?? '' });
      const state = { done: false };
      const reading = Array.from({ length: readers }, async () =>
        readOn(name, new Set(versions), state),
      );
      for (const version of versions.slice(1)) {
        expect((await alice.publish({ name, version })).status).toBe(201);
        const { body } = await alice.get(`/${name}`);
        expect(body['dist-tags'].latest).toBe(version);
        expect(body.versions).toHaveProperty([version]);
        expect((await reader.get(`/${name}/latest`)).body.version).toBe(version);
      }
      state.done = true;
      expect((await Promise.all(reading)).every((count) => count > 0)).toBe(true);
      const { body } = await reader.get(`/${name}`);
      expect(Object.keys(body.versions)).toEqual(versions);
      expect(Object.keys(body.time)).toHaveLength(62);
    },
    120_000,
  );
});

describe('many publishers of one package', () => {
  test('100 distinct versions at once: all there, each with the bytes that were sent', async () => {
    const alice = await user(registry);
    const name = uniqueName();
    const versions = Array.from({ length: 100 }, (_, index) => `1.${index}.0`);
    const answers = await Promise.all(
      versions.map(async (version) =>
        alice.publish({ name, version }, { files: { 'v.txt': version } }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(versions.map(() => 201));
    const { body } = await reader.get(`/${name}`);
    expect(Object.keys(body.versions)).toEqual(versions);
    expect(Object.keys(body.time)).toHaveLength(102);
    expect(versions).toContain(body['dist-tags'].latest);
    expect((await versionsOf(alice, name)).length).toBe(100);
    for (const version of versions) {
      const { body: bytes } = await reader.get(`/${name}/-/${name}-${version}.tgz`);
      expect(integrityOf(bytes)).toBe(body.versions[version].dist.integrity);
    }
  }, 120_000);

  test('100 times one version with different bytes: one success, and its bytes are the ones', async () => {
    const alice = await user(registry);
    const name = uniqueName();
    const manifest = { name, version: '1.0.0' };
    const tarballs = Array.from({ length: 100 }, (_, index) =>
      pack(manifest, { 'n.txt': String(index) }),
    );
    const answers = await Promise.all(
      tarballs.map(async (tarball) => alice.publish(manifest, { tarball })),
    );
    const winners = answers.flatMap(({ status }, index) => (status === 201 ? [index] : []));
    expect(winners).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(99);
    const winner = tarballs[winners[0] ?? -1] ?? Buffer.alloc(0);
    const { body } = await reader.get(`/${name}`);
    expect(body.versions['1.0.0'].dist.integrity).toBe(integrityOf(winner));
    const { body: bytes } = await reader.get(`/${name}/-/${name}-1.0.0.tgz`);
    expect(integrityOf(bytes)).toBe(integrityOf(winner));
  }, 120_000);

  test('100 times the very same publish at once: every one is told that it worked', async () => {
    const alice = await user(registry);
    const manifest = { name: uniqueName(), version: '1.0.0' };
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => alice.publish(manifest)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(100);
    expect(await versionsOf(alice, manifest.name)).toEqual(['1.0.0']);
  }, 120_000);
});
