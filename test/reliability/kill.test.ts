import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { anonymous, type Client, signUp } from '../client.ts';
import { integrityOf, pack } from '../packages.ts';
import { startProcess } from '../server-process.ts';
import { at, folder } from '../target.ts';

const ROUNDS = 40;

interface Sent {
  readonly name: string;
  readonly version: string;
  readonly tarball: Uint8Array;
}

const manifest = ({ name, version }: Sent) => ({ name, version });

/** Publishes until the registry is gone, and notes what was acknowledged and what was not. */
async function publishOn(
  client: Client,
  next: () => Sent,
  acknowledged: Sent[],
  open: Sent[],
): Promise<void> {
  for (;;) {
    const sent = next();
    open.push(sent);
    try {
      const { status } = await client.publish(manifest(sent), sent);
      if (status !== 201) throw new Error(`a publish was answered ${status}`);
    } catch (error) {
      if (error instanceof TypeError) return;
      throw error;
    }
    open.splice(open.indexOf(sent), 1);
    acknowledged.push(sent);
  }
}

/** What a version is when it is there: in the document, by itself, as a tarball, all the same. */
async function look(client: Client, { name, version, tarball }: Sent): Promise<'whole' | 'absent'> {
  const [document, single, file] = [
    await client.get(`/${name}`),
    await client.get(`/${name}/${version}`),
    await client.get(`/${name}/-/${name}-${version}.tgz`),
  ];
  const listed = document.status === 200 && version in document.body.versions;
  const states = [listed, single.status === 200, file.status === 200];
  expect([name, version, new Set(states).size]).toEqual([name, version, 1]);
  if (!listed) return 'absent';
  const { dist } = document.body.versions[version];
  expect(document.body.time).toHaveProperty([version]);
  expect([dist.integrity, single.body.dist.integrity]).toEqual([
    integrityOf(tarball),
    integrityOf(tarball),
  ]);
  expect(integrityOf(file.body)).toBe(integrityOf(tarball));
  return 'whole';
}

describe('kill -9 in the middle of publishes', () => {
  test(`${ROUNDS} rounds: what was acknowledged is whole, what was not is whole or absent and can be repeated`, async () => {
    const data = folder();
    let count = 0;
    const totals = { acknowledged: 0, open: 0, present: 0 };
    let token = '';
    for (let round = 0; round < ROUNDS; round += 1) {
      const process = await startProcess(data);
      const registry = at(process.url);
      token ||= (await signUp(registry, 'alice', 'a password')).body.token;
      const alice = anonymous(registry).with(token);
      const shared = `shared-${round % 5}`;
      const make = (name: string): Sent => {
        count += 1;
        const version = `${round}.0.${count}`;
        return { name, version, tarball: pack({ name, version }, { 'n.txt': String(count) }) };
      };
      const [acknowledged, open]: [Sent[], Sent[]] = [[], []];
      const publishers = [
        ...Array.from({ length: 8 }, async (_, index) =>
          publishOn(alice, () => make(`own-${round}-${index}-${count}`), acknowledged, open),
        ),
        ...Array.from({ length: 4 }, async () =>
          publishOn(alice, () => make(shared), acknowledged, open),
        ),
      ];
      const enough = 1 + Math.floor(Math.random() * 40);
      await expect
        .poll(() => acknowledged.length, { interval: 1, timeout: 60_000 })
        .toBeGreaterThanOrEqual(enough);
      expect(await process.stop('SIGKILL')).toBe('SIGKILL');
      await Promise.all(publishers);

      const again = await startProcess(data);
      const reader = anonymous(at(again.url)).with(token);
      for (const sent of acknowledged) expect(await look(reader, sent)).toBe('whole');
      for (const sent of open) {
        totals.present += (await look(reader, sent)) === 'whole' ? 1 : 0;
        const retry = await reader.publish(manifest(sent), sent);
        expect([sent.name, sent.version, retry.status]).toEqual([sent.name, sent.version, 201]);
        expect(await look(reader, sent)).toBe('whole');
      }
      totals.acknowledged += acknowledged.length;
      totals.open += open.length;
      expect(await again.stop()).toBe(0);
      expect(again.output()).not.toContain('"level":"error"');
    }
    expect(totals.acknowledged).toBeGreaterThan(ROUNDS);
    expect(totals.open).toBeGreaterThan(0);
    expect(readdirSync(path.join(data, 'blobs', 'incoming'))).toEqual([]);
  }, 600_000);
});

describe('what is derived', () => {
  test('documents and search that were deleted by hand come back by themselves', async () => {
    const data = folder();
    const first = await startProcess(data);
    const { body } = await signUp(at(first.url), 'alice', 'a password');
    const alice = anonymous(at(first.url)).with(body.token);
    await alice.publish({ name: 'lost-and-found', version: '1.0.0' });
    await alice.publish({ name: 'lost-and-found', version: '1.1.0' });
    const before = await alice.get('/lost-and-found');
    await first.stop();
    rmSync(path.join(data, 'documents'), { recursive: true });
    for (const file of readdirSync(data).filter((name) => name.startsWith('search'))) {
      rmSync(path.join(data, file));
    }
    const second = await startProcess(data);
    const reader = anonymous(at(second.url));
    const after = await reader.get('/lost-and-found');
    expect(Object.keys(after.body.versions)).toEqual(Object.keys(before.body.versions));
    expect(after.body._rev).toBe(before.body._rev);
    await expect.poll(async () => (await reader.get('/-/v1/search?text=lost')).body.total).toBe(1);
    rmSync(path.join(data, 'documents'), { recursive: true });
    expect((await reader.get('/lost-and-found?write=true')).status).toBe(200);
    expect(await second.stop()).toBe(0);
  }, 180_000);
});
