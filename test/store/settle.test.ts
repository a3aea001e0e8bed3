import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';

import { AUDIT_SHARDS, auditPartition, auditPeriod } from '#store/audit.ts';
import { readTable } from '#store/aws/backup/read-table.ts';
import { MARK_KEY } from '#store/aws/backup/restoring.ts';
import { scanTable } from '#store/aws/backup/scan-table.ts';
import { settle } from '#store/aws/backup/settle.ts';
import { openSpool, type Spool } from '#store/aws/backup/spool.ts';
import type { TableClient } from '#store/table.ts';

import { user } from '../client.ts';
import { passMidnight } from '../midnight.ts';
import { organization } from '../organization.ts';
import { uniqueName } from '../packages.ts';
import { staged } from '../staging.ts';
import { server } from '../target.ts';

type Json = Record<string, any>;

await passMidnight();
const registry = await server();
const served = registry.services?.table;
if (!served) throw new Error('the registry runs in another process');
const own: TableClient = served;

/** The same table; something happens once while it is scanned, after the page that has this partition. */
function whileScanned(partition: string, happens: () => Promise<void>): TableClient {
  let happened = false;
  return {
    ...own,
    async send(command) {
      const answer = (await own.send(command)) as Json;
      const reached = answer['Items']?.some((item: Json) => item['pk'] === partition);
      if (command instanceof ScanCommand && reached && !happened) {
        happened = true;
        await happens();
      }
      return answer;
    },
  };
}

const itemsOf = (spool: Spool, partition: string): readonly Json[] =>
  [...spool.all(new Date())]
    .map((text) => JSON.parse(text) as Json)
    .filter((item) => item['pk'] === partition);

/** The highest revision that any item of a package has, and that of the package itself. */
function revisionsOf(spool: Spool, name: string) {
  const items = itemsOf(spool, `package#${name}`);
  const of = items.find(({ sk }) => sk === 'package')?.['rev'];
  const releases = items.filter(({ sk }) => sk.startsWith('version#'));
  return { own: of, newest: Math.max(...releases.map(({ rev }) => rev)), count: releases.length };
}

test('a package that is published to while its pages are read is whole when it has settled', async () => {
  const alice = await user(registry);
  const name = uniqueName('torn');
  const description = 'x'.repeat(230_000);
  for (let minor = 0; minor < 6; minor += 1) {
    await alice.publish({ name, version: `1.${minor}.0`, description });
  }
  const table = whileScanned(`package#${name}`, async () => {
    expect((await alice.publish({ name, version: '1.9.0', description })).status).toBe(201);
  });
  const spool = openSpool();
  const began = new Date();
  await scanTable(table, spool.put);
  expect(revisionsOf(spool, name)).toEqual({ own: 6, newest: 7, count: 7 });
  await settle(table, spool, began, () => new Date());
  expect(revisionsOf(spool, name)).toEqual({ own: 7, newest: 7, count: 7 });
  spool.close();
});

test('what appears while it is scanned brings along what belongs to it, and what is taken back is gone', async () => {
  const alice = await user(registry);
  const name = uniqueName('waiting');
  await alice.publish({ name, version: '1.0.0' });
  const company = await organization(registry);
  const fresh = `@${company.name}/${uniqueName('fresh')}`;
  let newcomer = '';
  let stageId = '';
  const table = whileScanned(`user#${alice.name}`, async () => {
    newcomer = (await user(registry, 'newcomer')).name;
    await company.owner.publish({ name: fresh, version: '1.0.0' });
    await company.set(company.owner, newcomer, 'developer');
    await company.owner.remove(`/-/org/${company.name}/user`, { user: company.member.name });
    stageId = await staged(alice, { name, version: '2.0.0' });
  });
  const spool = openSpool();
  const began = new Date();
  await scanTable(table, spool.put);
  await settle(table, spool, began, () => new Date());
  const members = itemsOf(spool, `org#${company.name}`).map(({ sk }) => sk);
  expect(members).toContain(`member#${newcomer}`);
  expect(members).not.toContain(`member#${company.member.name}`);
  const key = fresh.replaceAll(/[-._]/g, '');
  const partitions = [
    `user#${newcomer}`,
    `package#${fresh}`,
    `look-alike#${key}`,
    `stage#${stageId}`,
  ];
  for (const partition of partitions) {
    expect([partition, itemsOf(spool, partition).length > 0]).toEqual([partition, true]);
  }
  const month = new Date().toISOString().slice(0, 7);
  const log = Array.from({ length: AUDIT_SHARDS }, (_, shard) => auditPeriod(month, shard))
    .flatMap((period) => itemsOf(spool, auditPartition(period)))
    .map(({ subject }) => String(subject));
  expect(log).toEqual(expect.arrayContaining([`user:${newcomer}`, `package:${fresh}`]));
  spool.close();
});

describe('a table into which a restore', () => {
  const TableName = 'registry';
  const begin = async () => {
    await own.send(new PutCommand({ TableName, Item: { ...MARK_KEY, backup: 'some' } }));
  };
  const end = async () => own.send(new DeleteCommand({ TableName, Key: MARK_KEY }));
  const read = async (table: TableClient, happens: () => void) => {
    const spool = openSpool();
    const watched = {
      ...spool,
      put(items: Parameters<typeof spool.put>[0]) {
        happens();
        spool.put(items);
      },
    };
    try {
      await readTable(table, 'the-table', watched, () => new Date());
    } finally {
      spool.close();
      await end();
    }
  };

  test('was interrupted is not backed up, and not read', async () => {
    await begin();
    let reads = 0;
    const outcome = read(own, () => void (reads += 1));
    await expect(outcome).rejects.toThrow(
      /^a restore into the-table is under way or was interrupted: end it with pantry restore --continue/,
    );
    expect(reads).toBe(0);
    await expect(read(own, () => undefined)).resolves.toBeUndefined();
  });

  test('begins while it is read is not backed up', async () => {
    const alice = await user(registry);
    const table = whileScanned(`user#${alice.name}`, begin);
    await expect(read(table, () => undefined)).rejects.toThrow(/^a restore into the-table is/);
  });
});
